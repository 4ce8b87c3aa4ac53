@echo off
goto %LIFECYCLE_EVENT%

:BeforeInstall
if exist C:\orders\app_offline.htm.off ren C:\orders\app_offline.htm.off app_offline.htm
exit /b

:AfterInstall
dotnet C:\orders\Orders.Migrations.dll
exit /b %errorlevel%

:ValidateService
powershell -NoProfile -Command "try { (Invoke-WebRequest -UseBasicParsing http://localhost/health).StatusCode -eq 200 } catch { exit 1 }"
exit /b %errorlevel%
