#!/bin/bash
case "$LIFECYCLE_EVENT" in
  ApplicationStop)
    systemctl stop shop || true
    ;;
  BeforeInstall|AfterInstall) echo "nothing to do in $LIFECYCLE_EVENT" ;;
  ApplicationStart)
    systemctl start shop
    ;;
  (ValidateService)
    curl -f http://localhost/
    ;;
  *)
    echo "unexpected event: $LIFECYCLE_EVENT" 1>&2
    exit 1
esac
