$ErrorActionPreference = 'Stop'
Set-Location -Path C:\Apps\portal
npm ci --omit=dev --no-audit
if ($LASTEXITCODE) { exit $LASTEXITCODE }
$env:NODE_ENV = 'production'
& npx pm2 startOrReload ecosystem.config.js --update-env
if ($LASTEXITCODE -ne 0) { Write-Host "pm2: $LASTEXITCODE"; exit 1 }
