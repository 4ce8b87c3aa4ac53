#!/bin/bash
# Functions that other hooks read in.
DEBUG=true
WAITER_ATTEMPTS=60
export AWS_CLI="aws"

reset_waiter_timeout() {
    local elb=$1
    local state_name=$2

    if [ "$state_name" == "InService" ]; then
        timeout=$($AWS_CLI elb describe-load-balancers --load-balancer-name $elb \
            --query 'LoadBalancerDescriptions[0].HealthCheck.Timeout')
        WAITER_ATTEMPTS=$((WAITER_ATTEMPTS * (timeout + 1)))
    fi
}

msg() {
    local message=$1
    $DEBUG && echo $message 1>&2
}

error_exit() {
    local message=$1
    echo "[FATAL] $message" 1>&2
    exit 1
}

get_instance_region() {
    if [ -z "$AWS_REGION" ]; then
        AWS_REGION=$(curl -s http://169.254.169.254/latest/dynamic/instance-identity/document \
            | grep -i region \
            | awk -F\" '{print $4}')
    fi
    echo $AWS_REGION
}

version_check() {
    local major minor patch
    IFS='.' read -r major minor patch <<< "$1"
    (( major > 1 || (major == 1 && minor >= 3) ))
}
