#!/bin/sh
if test ! -d /srv/shop -a "x$APPLICATION_NAME" = "xshop" ; then mkdir /srv/shop ; fi
if [ "`uname -m`" = aarch64 ]; then ARCH=arm64; else ARCH=amd64; fi
ln -sf /srv/shop/bin/shop-$ARCH /srv/shop/bin/shop
