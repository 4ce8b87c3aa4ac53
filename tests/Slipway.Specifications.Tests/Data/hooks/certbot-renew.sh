#!/bin/bash
DOMAIN=shop.example.com
if [ ! -e "/etc/letsencrypt/live/$DOMAIN/fullchain.pem" ]; then
  certbot certonly --nginx -n --agree-tos -m ops@example.com -d "$DOMAIN"
fi
certbot renew --quiet --deploy-hook "systemctl reload nginx"
