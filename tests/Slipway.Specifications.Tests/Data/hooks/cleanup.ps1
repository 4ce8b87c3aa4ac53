$ErrorActionPreference = 'Stop'
$limit = (Get-Date).AddDays(-14)
Get-ChildItem C:\inetpub\logs\LogFiles -Recurse -Include *.log | ? { !$_.PSIsContainer -and $_.LastWriteTime -lt $limit } | % {
    Write-Verbose "Removing $($_.FullName)"
    $_ | Remove-Item -Force -WhatIf:$false
}
Remove-Item "$env:TEMP\orders-*" -Recurse -Force -ErrorAction Ignore
