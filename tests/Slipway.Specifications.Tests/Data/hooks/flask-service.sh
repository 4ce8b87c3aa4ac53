#!/bin/bash
cd /home/ubuntu/flask-app || exit
[ -d venv ] || python3 -m venv venv
venv/bin/pip install --quiet -r requirements.txt
sudo supervisorctl reread && sudo supervisorctl update
sudo supervisorctl restart flask-app
