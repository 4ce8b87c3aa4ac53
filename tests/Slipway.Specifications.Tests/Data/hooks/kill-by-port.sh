#!/bin/bash
PORT=3000
PID=$(lsof -t -i:$PORT)
if [ ! -z "$PID" ]; then kill -9 $PID; fi
exit 0
