@echo off
setlocal
set IMAGE=orders:%DEPLOYMENT_ID%
docker stop orders >nul 2>&1
docker rm orders >nul 2>&1
docker load -i C:\stage\orders.tar || exit /b 1
docker run -d --name orders --restart unless-stopped -p 8080:8080 --env-file C:\orders\orders.env %IMAGE%
