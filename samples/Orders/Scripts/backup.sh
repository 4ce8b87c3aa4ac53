#!/bin/sh
# BeforeInstall: copies the database aside, so that a migration can be taken back by hand. Keeps the last five copies.
set -eu
. "$(dirname "$0")/settings.sh"

# The service of this very revision makes the copy: on the first deployment nothing is installed yet.
"$dotnet" "$(dirname "$0")/../Source/Orders.dll" backup "$home/backup/orders-$(date -u +%Y%m%dT%H%M%SZ)-$DEPLOYMENT_ID.db"

find "$home/backup" -name 'orders-*.db' -type f 2>/dev/null | sort -r | tail -n +6 | while IFS= read -r old; do
    rm -f "$old"
done
