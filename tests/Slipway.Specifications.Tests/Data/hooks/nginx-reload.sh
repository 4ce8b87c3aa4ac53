#!/bin/sh
set -eu
nginx -t
if [ -f /run/nginx.pid ]; then
    nginx -s reload
else
    systemctl start nginx
fi
