#!/bin/bash
# Waits until the service answers.
URL="http://127.0.0.1:${PORT:-8080}/health"
for i in $(seq 1 30); do
  if curl -fsS --max-time 2 "$URL" > /dev/null; then
    echo "healthy after $i tries"
    exit 0
  fi
  sleep 2
done
echo "still not healthy" >&2
exit 1
