#!/bin/bash
readonly LOG_FILE="/var/log/deploy/${LIFECYCLE_EVENT}.log"
log() { printf '%s [%s] %s\n' "$(date -Is)" "$1" "${*:2}" | tee -a "$LOG_FILE" >&2; }
die() { log ERROR "$@"; exit 1; }

mkdir -p /var/log/deploy
log INFO "deploying ${DEPLOYMENT_ID:-unknown}"
[[ -x /srv/shop/Shop ]] || die "the program is missing"
command -v dotnet >/dev/null 2>&1 || die "dotnet is missing"
