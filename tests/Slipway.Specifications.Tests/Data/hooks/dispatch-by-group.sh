#!/bin/bash
if [ "$DEPLOYMENT_GROUP_NAME" == "staging" ]
then
    cp /srv/shop/config/staging.json /srv/shop/config.json
elif [ "$DEPLOYMENT_GROUP_NAME" == "production" ]
then
    cp /srv/shop/config/production.json /srv/shop/config.json
else
    echo "no configuration for '$DEPLOYMENT_GROUP_NAME'"
    exit 1
fi
