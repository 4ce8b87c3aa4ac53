@echo off
reg add "HKLM\SOFTWARE\Contoso\Orders" /v Version /t REG_SZ /d "%BUNDLE_ETAG%" /f /reg:64 || exit /b 1
reg query "HKLM\SOFTWARE\Contoso\Orders" /v Version /reg:64
