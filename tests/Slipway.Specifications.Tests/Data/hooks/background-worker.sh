#!/bin/bash
cd /srv/shop || exit 1
{ ./worker --queue default; echo "worker ended with $?"; } >> /var/log/worker.log 2>&1 < /dev/null &
disown
