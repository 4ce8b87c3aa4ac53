#!/bin/bash
cat > /etc/systemd/system/shop.service <<'EOF'
[Unit]
Description=Shop's web front end
After=network.target

[Service]
ExecStart=/usr/bin/dotnet /srv/shop/Shop.dll --urls "http://*:5000"
Restart=always
User=www-data
Environment=ASPNETCORE_ENVIRONMENT=Production

[Install]
WantedBy=multi-user.target
EOF
systemctl daemon-reload
systemctl enable shop
