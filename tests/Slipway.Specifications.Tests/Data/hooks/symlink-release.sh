#!/bin/bash
set -e
RELEASES=/srv/shop/releases
NEW="$RELEASES/$DEPLOYMENT_ID"
mkdir -p "$RELEASES"
cp -a /srv/shop/incoming "$NEW"
ln -sfn "$NEW" /srv/shop/current
cd "$RELEASES" && ls -1t | tail -n +4 | xargs -I{} rm -rf -- "$RELEASES/{}"
