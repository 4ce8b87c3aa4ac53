#!/bin/bash
set -e
IMAGE=$(cat /srv/shop/image.txt)
docker pull "$IMAGE"
docker rm -f shop || true
docker run -d --name shop --restart unless-stopped \
  -p 80:8080 \
  -e ASPNETCORE_ENVIRONMENT=Production \
  --env-file /etc/shop.env \
  "$IMAGE"
