#!/bin/bash
sudo chown -R ubuntu:ubuntu /home/ubuntu/app
sudo -u postgres psql -c "VACUUM ANALYZE;" shop
sudo sh -c 'echo 1 > /proc/sys/vm/overcommit_memory'
sudo systemctl restart nginx
