# Read by every hook script: where the service lives on this instance.
# SLIPWAY_INSTANCE_ROOT is empty on a real instance and the sandbox's root otherwise.
home="${SLIPWAY_INSTANCE_ROOT:-}/srv/orders"
app="$home/app"
pid_file="$home/run/orders.pid"
log_file="$home/run/orders.log"

export ORDERS_DATA="${ORDERS_DATA:-$home/data}"
export ORDERS_CONFIG="$home/config/orders.json"

dotnet=$(command -v dotnet || echo "${DOTNET_ROOT:-/usr/share/dotnet}/dotnet")

# Prints the process id of the running service; fails when it does not run.
# The command line is compared too: after a reboot the number may belong to somebody else.
running_pid() {
    [ -s "$pid_file" ] || return 1
    pid=$(cat "$pid_file")
    kill -0 "$pid" 2>/dev/null || return 1
    if [ -r "/proc/$pid/cmdline" ]; then
        tr '\0' '\n' < "/proc/$pid/cmdline" | grep -qxF "$app/Orders.dll" || return 1
    fi
    echo "$pid"
}

# Waits until the process $1 is gone, for $2 tenths of a second at most.
wait_gone() {
    left=$2
    while kill -0 "$1" 2>/dev/null; do
        [ "$left" -gt 0 ] || return 1
        left=$((left - 1))
        sleep 0.1
    done
}

# Asks the service to stop, and insists when it does not. Does nothing when it does not run.
stop_service() {
    if pid=$(running_pid); then
        kill -TERM "$pid" 2>/dev/null || true
        if ! wait_gone "$pid" 300; then
            echo "process $pid did not stop within 30 seconds and is killed" >&2
            kill -KILL "$pid" 2>/dev/null || true
            wait_gone "$pid" 50
        fi
        echo "stopped process $pid"
    else
        echo "the orders service does not run"
    fi
    rm -f "$pid_file"
}
