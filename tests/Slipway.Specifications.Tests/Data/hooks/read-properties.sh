#!/bin/bash
while IFS='=' read -r key value; do
  [[ $key == \#* || -z $key ]] && continue
  export "SHOP_${key^^}=$value"
done < /srv/shop/shop.properties
mapfile -t plugins < <(find /srv/shop/plugins -name '*.so' | sort)
printf '%s\n' "${plugins[@]}"
