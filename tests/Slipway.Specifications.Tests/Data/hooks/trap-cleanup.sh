#!/bin/bash
set -Eeuo pipefail
tmp=$(mktemp -d)
cleanup() {
  local status=$?
  rm -rf "$tmp"
  exit "$status"
}
trap cleanup EXIT
trap 'echo "line $LINENO failed: $BASH_COMMAND" >&2' ERR
aws s3 cp "s3://shop-artifacts/${APPLICATION_NAME}/assets.zip" "$tmp/assets.zip" --only-show-errors
unzip -q -o "$tmp/assets.zip" -d /srv/shop/wwwroot
