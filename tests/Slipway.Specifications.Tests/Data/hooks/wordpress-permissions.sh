#!/bin/sh
chmod -R 755 /var/www/html/WordPress
find /var/www/html -name '*.php' ! -path '*/cache/*' -print0 | xargs -0 chmod 644
service httpd restart
