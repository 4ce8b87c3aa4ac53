#!/bin/bash
msg='It'"'"'s "done"'
echo "$msg" "back\\slash" 'single \ stays' $'tab\there\n' "a\"b" \"c\" \'d\'
echo "nested: $(echo "in: $(echo "deep 'er' \"est\"")") end"
eval "value=\"\${DEPLOYMENT_ID:-none}\""
echo "$value: ${msg//\"/\'} ${msg/#It/'that'}"
printf "%s\n" "${value:+"set: ${value}"}" "$((1 << 4 | 2#101))" $((value ? 1 : 0)) # '"(`
