#!/bin/bash
isExistApp=`pgrep tomcat`
if [[ -n  $isExistApp ]]; then
    service tomcat stop
fi
