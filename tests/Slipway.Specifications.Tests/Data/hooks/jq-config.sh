#!/bin/bash
set -e
tmp=$(mktemp)
jq --arg id "$DEPLOYMENT_ID" '.release = $id | .features |= map(select(.enabled)) | if .debug then del(.debug) else . end' /srv/shop/config.json > "$tmp"
mv -f "$tmp" /srv/shop/config.json
