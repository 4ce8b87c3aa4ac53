#!/bin/bash
find /var/log/shop -type f \( -name '*.log' -o -name '*.gz' \) -mtime +14 -delete
find /tmp -maxdepth 1 -name 'shop-*' -type d -mmin +60 -exec rm -rf {} +
