@echo off
set /a COUNT=0
:again
set /a COUNT+=1
curl --fail --silent http://localhost:8080/health >nul && goto healthy
if %COUNT% geq 30 goto failed
ping -n 3 127.0.0.1 >nul
goto again
:healthy
echo Healthy after %COUNT% attempts
exit /b 0
:failed
echo No answer
exit /b 1
