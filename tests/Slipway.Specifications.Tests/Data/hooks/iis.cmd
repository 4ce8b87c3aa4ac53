@echo off
set APPCMD=%windir%\sysnative\inetsrv\appcmd.exe
"%APPCMD%" list site /name:Orders >nul 2>nul
if %errorlevel%==0 (
    "%APPCMD%" stop site /site.name:Orders
) else (
    "%APPCMD%" add site /name:Orders /physicalPath:C:\inetpub\orders /bindings:http/*:80:
)
exit /b 0
