#!/bin/sh
# ApplicationStop: ends the running service. Comes from the revision in place, so the first deployment does not run it.
set -eu
. "$(dirname "$0")/settings.sh"

stop_service
