$ErrorActionPreference = 'Stop'
$json = @"
{
  "application": "$env:APPLICATION_NAME",
  "deployed": "$(Get-Date -Format o)",
  "machine": "$($env:COMPUTERNAME.ToLowerInvariant())"
}
"@
$literal = @'
$notAVariable "quoted" 'single' && || ?? are only text
# no comment
'@
Set-Content -Path C:\inetpub\orders\version.json -Value $json -Encoding UTF8
Add-Content -Path C:\inetpub\orders\notes.txt -Value $literal
