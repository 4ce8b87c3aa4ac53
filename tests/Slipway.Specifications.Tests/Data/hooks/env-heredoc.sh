#!/bin/bash
set -o errexit
set -o nounset

REGION="eu-west-1"
get() {
  aws ssm get-parameter --region "$REGION" --name "$1" --with-decryption --query 'Parameter.Value' --output text
}

cat <<-EOT > /etc/shop.env
	DB_HOST=$(get /shop/db/host)
	DB_USER=$(get /shop/db/user)
	DB_PASSWORD=$(get "/shop/db/password")
	RELEASE=${DEPLOYMENT_ID}
EOT
chmod 600 /etc/shop.env
