#!/bin/bash
pids=()
for host in cache-1 cache-2; do
  curl -fsS -X POST "http://$host/flush" &
  pids+=($!)
done
status=0
for pid in "${pids[@]}"; do wait "$pid" || status=1; done
exit $status
