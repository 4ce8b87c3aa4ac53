#!/bin/bash
setsid /srv/shop/bin/daemon --config /etc/shop.conf >/dev/null 2>&1 </dev/null &
sleep 3
pgrep -f /srv/shop/bin/daemon
