$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.IO.Compression.FileSystem
$zip = Join-Path $PSScriptRoot '..\packages\site.zip'
$target = 'C:\inetpub\orders\wwwroot'
if (Test-Path -LiteralPath $target) { Remove-Item -LiteralPath $target -Recurse -Force }
[System.IO.Compression.ZipFile]::ExtractToDirectory((Resolve-Path $zip).Path, $target)
Get-ChildItem -Path $target -Recurse -File | Where-Object { $_.Extension -in '.pdb', '.xml' } | ForEach-Object { Remove-Item $_.FullName }
