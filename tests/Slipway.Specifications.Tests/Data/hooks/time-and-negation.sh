#!/bin/bash
time /srv/shop/bin/rebuild-index --all
if ! grep -qs '/mnt/data' /proc/mounts; then mount /mnt/data; fi
! [ -e /srv/shop/maintenance ] || rm -f /srv/shop/maintenance
