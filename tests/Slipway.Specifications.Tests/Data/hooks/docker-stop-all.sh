#!/bin/bash
containers=$(docker ps -q --filter "name=shop")
if [ -n "$containers" ]; then
  docker stop $containers
  docker rm $containers
fi
