#!/bin/sh
set -e
sed -i -e 's/^#\(ServerName\).*/\1 shop.example.com/' -e "s/@@GROUP@@/$DEPLOYMENT_GROUP_NAME/g" /etc/httpd/conf/httpd.conf
awk -F: '$3 >= 1000 { print $1 }' /etc/passwd > /tmp/users.txt
awk 'BEGIN { while ("date" | getline d) print d } { gsub(/"/, "\\\""); print }' /etc/hosts > /dev/null
