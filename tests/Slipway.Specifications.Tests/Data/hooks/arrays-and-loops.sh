#!/bin/bash
set -e
services=(shop-web shop-worker "shop-scheduler")
declare -A ports=([shop-web]=8080 [shop-worker]=8081)
for service in "${services[@]}"; do
  systemctl restart "$service"
done
for name in "${!ports[@]}"; do
  curl -fsS "http://localhost:${ports[$name]}/health"
done
for ((i = 0; i < ${#services[@]}; i++)); do
  echo "$i: ${services[$i]}"
done
