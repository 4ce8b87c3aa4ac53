#!/bin/sh
# ValidateService: asks /health until this deployment answers, for at most 60 seconds.
set -eu
. "$(dirname "$0")/settings.sh"

if "$dotnet" "$app/Orders.dll" check 60 "$DEPLOYMENT_ID"; then
    exit 0
fi
echo "last lines of $log_file:" >&2
tail -n 10 "$log_file" >&2
exit 1
