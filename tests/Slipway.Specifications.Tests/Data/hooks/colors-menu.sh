#!/bin/bash
RED='\033[0;31m'; NC='\033[0m'
info() { echo -e "\e[32m[INFO]\e[0m $*"; }
warn() { echo -e "${RED}[WARN]${NC} $*"; }
info "disk: $(df -h / | awk 'NR==2 {print $5}')"
[ "$(df --output=pcent / | tail -1 | tr -dc '0-9')" -gt 90 ] && warn "nearly full"
true
