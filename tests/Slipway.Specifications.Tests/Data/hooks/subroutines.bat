@echo off
call :log Deployment %DEPLOYMENT_ID% of %APPLICATION_NAME%
call :check C:\orders\Orders.exe || exit /b 1
call :log Done
exit /b 0

:log
echo [%DATE% %TIME%] %* >> C:\logs\deploy.log
goto :eof

:check
if not exist "%~1" (
    call :log %~1 is missing
    exit /b 1
)
exit /b 0
