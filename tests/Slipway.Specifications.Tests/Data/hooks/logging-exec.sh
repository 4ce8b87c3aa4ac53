#!/bin/bash
exec > >(tee -a /var/log/deploy.log) 2>&1
echo "=== $(date) $LIFECYCLE_EVENT ==="
systemctl restart shop
