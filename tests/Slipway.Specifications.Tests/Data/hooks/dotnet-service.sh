#!/bin/bash
set -e
chown -R www-data:www-data /srv/shop
chmod 0755 /srv/shop/Shop
systemctl restart shop
for attempt in {1..20}; do
  curl --silent --fail http://localhost:5000/healthz && exit 0
  sleep 3
done
journalctl -u shop -n 100 --no-pager
exit 1
