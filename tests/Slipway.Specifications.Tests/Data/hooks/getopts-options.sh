#!/bin/bash
verbose=0
while getopts ":vt:" opt; do
  case $opt in
    v) verbose=1 ;;
    t) target=$OPTARG;;
    \?) echo "unknown: -$OPTARG" >&2; exit 2 ;;
    :) echo "-$OPTARG needs a value" >&2
       exit 2 ;;
  esac
done
shift $((OPTIND - 1))
((verbose)) && echo "target: ${target:-none} rest: $*"
systemctl reload nginx
