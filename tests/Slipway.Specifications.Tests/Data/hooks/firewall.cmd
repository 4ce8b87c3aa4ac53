@ECHO OFF
netsh advfirewall firewall show rule name="Orders" >NUL 2>&1
IF %ERRORLEVEL% EQU 0 GOTO Done
netsh advfirewall firewall add rule name="Orders" dir=in action=allow protocol=TCP localport=8080
IF ERRORLEVEL 1 EXIT /B 1
:Done
EXIT /B 0
