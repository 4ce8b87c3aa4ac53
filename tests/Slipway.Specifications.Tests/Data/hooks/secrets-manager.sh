#!/bin/bash
set -e
SECRET=$(aws secretsmanager get-secret-value --secret-id shop/production --query SecretString --output text)
DB_PASSWORD=$(echo "$SECRET" | jq -r '.password')
export DB_PASSWORD
export DB_PASSWORD_FILE=/run/secrets/db
sed -i "s|__DB_PASSWORD__|${DB_PASSWORD}|g" /srv/shop/appsettings.Production.json
