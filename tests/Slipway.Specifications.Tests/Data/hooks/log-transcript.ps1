$ErrorActionPreference = 'Stop'
Start-Transcript -Path "C:\logs\deploy-$env:LIFECYCLE_EVENT-$(Get-Date -Format 'HHmmss').txt" -Append
try {
    $drive = Get-PSDrive C
    if ($drive.Free -lt 2GB) { throw ('Only {0:N1} GB are free' -f ($drive.Free / 1GB)) }
    $old, $new = (Get-ChildItem C:\Apps\Orders\releases -Directory | Sort-Object CreationTime)[0, -1]
    cmd /c mklink /J C:\Apps\Orders\current "$($new.FullName)"
    if ($LASTEXITCODE -gt 0) { throw 'mklink' }
    "$($old.Name);$($new.Name)" >> C:\logs\releases.csv
}
catch {
    Write-Host $_.ScriptStackTrace
    throw
}
finally { Stop-Transcript | Out-Null }
