@echo off
setlocal enabledelayedexpansion
set SERVICE=Orders
net start %SERVICE%
if %ERRORLEVEL% neq 0 (
    echo Could not start %SERVICE%: !ERRORLEVEL!
    exit /b 1
)
endlocal
