#!/bin/bash
set -e
(
  cd /srv/shop
  umask 027
  ./bin/warm-cache --threads "$(nproc)"
) > /var/log/shop/warm.log 2>&1
