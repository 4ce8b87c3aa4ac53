@echo off
setlocal
if not defined JAVA_HOME set "JAVA_HOME=C:\Program Files\Java\jdk-21"
set "PATH=%JAVA_HOME%\bin;%PATH%"
java -version 2>&1 | findstr /i "version" || exit /b 1
call C:\tomcat\bin\shutdown.bat
ping -n 11 127.0.0.1 > nul
rd /s /q C:\tomcat\work\Catalina 2>nul
C:\nssm\nssm.exe start tomcat
endlocal & exit /b %errorlevel%
