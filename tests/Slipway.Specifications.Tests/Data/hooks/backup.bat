@echo off
for /f "tokens=2 delims==" %%i in ('wmic os get localdatetime /value') do set NOW=%%i
set TARGET=C:\backup\orders\%NOW:~0,8%
if not exist "%TARGET%" mkdir "%TARGET%"
xcopy C:\orders "%TARGET%" /E /I /Y /Q
if errorlevel 1 exit /b 1
forfiles /p C:\backup\orders /d -14 /c "cmd /c if @isdir==TRUE rd /s /q @path" 2>nul
exit /b 0
