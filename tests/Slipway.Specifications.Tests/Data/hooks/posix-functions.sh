#!/bin/sh
# Works with every shell.
set -u
fail () {
  echo "$0: $*" >&2
  exit 1
}
have () (
  PATH=/usr/sbin:/sbin:$PATH
  command -v "$1" > /dev/null
)
have nginx || fail "nginx is missing"
test -r /etc/shop.conf || fail 'no configuration'
if have systemctl
then systemctl reload nginx
else service nginx reload
fi
