#!/bin/bash -eu
export PATH=$PATH:/usr/share/dotnet
cd /srv/shop
ConnectionStrings__Default="$(aws ssm get-parameter --with-decryption --name "/shop/$DEPLOYMENT_GROUP_NAME/db" --query Parameter.Value --output text)" \
  dotnet Shop.Migrations.dll --apply
