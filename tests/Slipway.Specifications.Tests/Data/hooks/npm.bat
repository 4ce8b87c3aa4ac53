@echo off
cd /d C:\apps\portal || exit /b 1
call npm ci --omit=dev || exit /b 1
call npm run build || exit /b 1
call npx pm2 restart portal || call npx pm2 start ecosystem.config.js
