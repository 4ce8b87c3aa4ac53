#!/bin/bash
name=${APPLICATION_NAME,,}
host=$(hostname -f)
short=${host%%.*}
path=${1:-/srv/${name//_/-}}
if [[ $host =~ ^web-([0-9]+)\.(eu|us)- ]]; then
  echo "number ${BASH_REMATCH[1]} in ${BASH_REMATCH[2]} at $path ($short)"
fi
[[ -z ${DEPLOYMENT_ID+x} ]] && echo "by hand"
echo "${path##*/}" "${#name}" "${name:0:3}" "${name^}"
