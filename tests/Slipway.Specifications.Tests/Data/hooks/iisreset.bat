@echo off
%windir%\system32\iisreset.exe /stop || exit /b 1
robocopy C:\stage C:\inetpub\orders /MIR /NFL /NDL /NP
if %errorlevel% geq 8 exit /b %errorlevel%
%windir%\system32\iisreset.exe /start
