#!/bin/bash
if command -v getenforce &>/dev/null && [ "$(getenforce)" != "Disabled" ]; then
  semanage fcontext -a -t httpd_sys_content_t "/srv/shop(/.*)?" 2>/dev/null || true
  restorecon -R /srv/shop
fi
