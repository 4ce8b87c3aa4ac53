#!/usr/bin/env bash

PROJECT_ROOT="/home/ubuntu/app"
JAR_FILE="$PROJECT_ROOT/spring-webapp.jar"
DEPLOY_LOG="$PROJECT_ROOT/deploy.log"
TIME_NOW=$(date +%c)

CURRENT_PID=$(pgrep -f "$JAR_FILE")

if [ -z "$CURRENT_PID" ]; then
  echo "$TIME_NOW > nothing is running" >> $DEPLOY_LOG
else
  echo "$TIME_NOW > stopping $CURRENT_PID" >> $DEPLOY_LOG
  kill -15 $CURRENT_PID
fi
