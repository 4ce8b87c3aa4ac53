#!/bin/sh
# AfterInstall: makes the folders that no revision owns and brings the database to the schema of this version.
set -eu
. "$(dirname "$0")/settings.sh"

mkdir -p "$ORDERS_DATA" "$home/run"
chmod 0750 "$ORDERS_DATA" "$home/run"

"$dotnet" "$app/Orders.dll" migrate
