$ErrorActionPreference = 'Stop'
if ([IntPtr]::Size -eq 4 -and (Test-Path "$env:windir\sysnative")) {
    & "$env:windir\sysnative\WindowsPowerShell\v1.0\powershell.exe" -ExecutionPolicy Bypass -File "$PSCommandPath"
    exit $LASTEXITCODE
}
Import-Module WebAdministration
$pool = 'IIS:\AppPools\OrdersPool'
if (!(Test-Path $pool)) { New-Item $pool | Out-Null }
Set-ItemProperty $pool -Name managedRuntimeVersion -Value ''
Set-ItemProperty $pool -Name recycling.periodicRestart.schedule -Value @{ value = '04:00' }
if (-not (Get-WebBinding -Name Orders -Protocol https)) {
    New-WebBinding -Name 'Orders' -Protocol 'https' -Port 443 -HostHeader orders.example.com -SslFlags 1
}
