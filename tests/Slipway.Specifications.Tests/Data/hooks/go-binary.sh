#!/bin/bash
set -e
install -m 0755 -o root -g root /srv/shop/bin/shop /usr/local/bin/shop
setcap 'cap_net_bind_service=+ep' /usr/local/bin/shop
/usr/local/bin/shop version
