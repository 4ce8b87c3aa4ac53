#!/bin/bash
yum -y update
yum install -y httpd php
systemctl enable httpd
