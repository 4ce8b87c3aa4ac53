#!/bin/bash
# Stops the application if it is there.
if systemctl list-unit-files | grep -q '^shop\.service'; then
  systemctl stop shop.service
fi
exit 0
