#!/bin/bash
su - ec2-user <<'COMMANDS'
cd ~/app
source ~/.bash_profile
if ! pm2 describe app > /dev/null; then
  pm2 start app.js -i max
else
  pm2 reload app
fi
COMMANDS
