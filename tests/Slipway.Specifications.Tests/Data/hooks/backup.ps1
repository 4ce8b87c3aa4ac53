# Keeps the last five versions.
try {
    $ErrorActionPreference = 'Stop'
    $source = 'C:\inetpub\orders'
    $target = "C:\backup\orders\$(Get-Date -Format 'yyyyMMdd-HHmmss')"
    if (-not (Test-Path $source)) { exit 0 }

    New-Item -ItemType Directory -Path $target -Force | Out-Null
    Copy-Item -Path "$source\*" -Destination $target -Recurse -Exclude @('*.log', 'App_Data')

    Get-ChildItem 'C:\backup\orders' -Directory |
        Sort-Object Name -Descending |
        Select-Object -Skip 5 |
        Remove-Item -Recurse -Force
} catch {
    Write-Host "Backup failed: $_"
    exit 1
}
