@echo off
setlocal
if "%DEPLOYMENT_GROUP_NAME%"=="production" goto production
if /i "%DEPLOYMENT_GROUP_NAME%"=="staging" goto :staging
echo Unknown group %DEPLOYMENT_GROUP_NAME%
exit /b 1

:production
copy /y "%~dp0..\config\production.json" C:\orders\appsettings.json || goto error
goto :eof

:staging
copy /y "%~dp0..\config\staging.json" C:\orders\appsettings.json || goto error
goto :eof

:error
echo Copy failed with %errorlevel%
exit /b 1
