#!/bin/sh
# ApplicationStart: starts the service in a session of its own, with no stream of this script left open.
set -eu
. "$(dirname "$0")/settings.sh"

stop_service
mkdir -p "$home/run"

cd "$app"
export DEPLOYMENT_ID
if command -v setsid >/dev/null; then
    setsid "$dotnet" "$app/Orders.dll" </dev/null >>"$log_file" 2>&1 &
else
    nohup "$dotnet" "$app/Orders.dll" </dev/null >>"$log_file" 2>&1 &
fi
echo $! > "$pid_file"
echo "started process $!, log in $log_file"
