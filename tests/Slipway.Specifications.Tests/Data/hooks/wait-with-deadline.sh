#!/bin/bash
deadline=$(( $(date +%s) + 120 ))
while (( $(date +%s) < deadline )); do
  [[ $(curl -s -o /dev/null -w "%{http_code}" localhost:8080/ready) == 200 ]] && { echo ready; exit 0; }
  sleep 5
done
exit 1
