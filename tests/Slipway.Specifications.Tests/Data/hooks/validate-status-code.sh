#!/bin/bash
STATUS=$(curl -s -o /dev/null -w '%{http_code}' http://localhost/)
if [[ "$STATUS" -ge 200 && "$STATUS" -lt 400 ]]; then
  echo "OK ($STATUS)"
else
  echo "FAILED ($STATUS)"; exit 1
fi
