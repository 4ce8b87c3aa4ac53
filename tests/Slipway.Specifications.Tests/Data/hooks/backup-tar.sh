#!/bin/bash
set -euo pipefail
BACKUP_DIR=/var/backups/shop
STAMP=$(date '+%Y-%m-%d_%H%M%S')
mkdir -p "${BACKUP_DIR}"
tar --exclude='*.log' -czf "${BACKUP_DIR}/shop-${STAMP}.tar.gz" -C /srv shop
# keep the last five
ls -1t "${BACKUP_DIR}"/shop-*.tar.gz | tail -n +6 | xargs -r rm --
