@echo off
setx ORDERS_ENVIRONMENT "%DEPLOYMENT_GROUP_NAME%" /m >nul
setx ORDERS_HOME "C:\Program Files\Orders" /m >nul
if errorlevel 1 exit /b 1
