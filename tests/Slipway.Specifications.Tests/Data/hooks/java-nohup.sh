#!/bin/bash
APP=/srv/shop/shop.jar
LOG=/var/log/shop/app.log
mkdir -p "$(dirname "$LOG")"
nohup java -Xmx512m -Dspring.profiles.active=prod -jar "$APP" > "$LOG" 2> /var/log/shop/error.log < /dev/null &
echo $! > /var/run/shop.pid
