@echo off
icacls "C:\inetpub\orders\App_Data" /grant "IIS AppPool\OrdersPool":(OI)(CI)M /T /Q
if not %errorlevel%==0 exit /b %errorlevel%
attrib -r C:\inetpub\orders\*.* /s
