#!/bin/sh
id -u shop >/dev/null 2>&1 || useradd --system --home-dir /srv/shop --shell /usr/sbin/nologin shop
for d in /srv/shop /var/log/shop /var/lib/shop; do
  [ -d "$d" ] || mkdir -p "$d"
  chown shop:shop "$d"
done
