@echo off
rem Stops the service; it may not be there on the first deployment.
sc query Orders >nul 2>&1
if errorlevel 1060 exit /b 0
net stop Orders
exit /b 0
