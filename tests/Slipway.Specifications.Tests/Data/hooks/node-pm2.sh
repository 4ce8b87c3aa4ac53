#!/bin/bash
export NVM_DIR="/home/ec2-user/.nvm"
[ -s "$NVM_DIR/nvm.sh" ] && \. "$NVM_DIR/nvm.sh"
cd /srv/shop || exit 1
npm ci --omit=dev
pm2 startOrReload ecosystem.config.js --env production
pm2 save
