#!/bin/bash
payload=$(cat <<JSON
{
  "text": "Deployment ${DEPLOYMENT_ID} of *${APPLICATION_NAME}* (it's live)",
  "channel": "#ops"
}
JSON
)
curl -s -X POST -H 'Content-type: application/json' --data "$payload" "$(cat /etc/slack-webhook)" || true
