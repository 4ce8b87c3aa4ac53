#!/bin/bash -l
set -e
cd /srv/rails-app
export RAILS_ENV=production
bundle config set --local without 'development test'
bundle install --quiet
bundle exec rake db:migrate
bundle exec rake assets:precompile
sudo systemctl restart puma
