#!/usr/bin/env bash
set -euo pipefail

systemctl daemon-reload
systemctl enable --now shop.service
systemctl is-active --quiet shop.service
