@echo off
msiexec /i "C:\stage\Orders.msi" /qn /norestart ^
    /L*v C:\logs\orders-msi.log ^
    INSTALLDIR="C:\Program Files\Orders"
if %errorlevel% equ 3010 exit /b 0
exit /b %errorlevel%
