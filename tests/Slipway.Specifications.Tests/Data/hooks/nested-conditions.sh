#!/bin/bash
if [ -d /srv/shop ]; then
  if [ -f /srv/shop/VERSION ]; then
    OLD=$(cat /srv/shop/VERSION)
    case "$OLD" in
      1.*) if [ "$DEPLOYMENT_GROUP_NAME" = production ]; then
             echo "version 1 in production"
           fi ;;
      2.*|3.*)
        for f in /srv/shop/migrations/*.sql; do
          [ -e "$f" ] || continue
          while read -r line; do
            case $line in --*) continue;; esac
            echo "$line"
          done < "$f"
        done
        ;;
    esac
  fi
fi
