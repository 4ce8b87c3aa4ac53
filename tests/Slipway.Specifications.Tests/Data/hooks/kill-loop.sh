#!/bin/sh
PIDFILE=/var/run/worker.pid
[ -f "$PIDFILE" ] || exit 0
pid=`cat $PIDFILE`
kill "$pid" 2>/dev/null || :
n=0
while kill -0 "$pid" 2>/dev/null; do
  n=`expr $n + 1`
  if [ $n -ge 30 ]; then
    kill -9 "$pid" || true
    break
  fi
  sleep 1
done
rm -f "$PIDFILE"
