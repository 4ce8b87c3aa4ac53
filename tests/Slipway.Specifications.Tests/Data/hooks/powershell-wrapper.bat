@echo off
REM The agent is 32-bit: go to the 64-bit PowerShell.
set PS64=%SystemRoot%\sysnative\WindowsPowerShell\v1.0\powershell.exe
if not exist "%PS64%" set PS64=powershell.exe
"%PS64%" -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1" %*
exit /b %ERRORLEVEL%
