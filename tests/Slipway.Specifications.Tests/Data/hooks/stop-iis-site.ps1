# Takes the site out of IIS before its files are replaced.
$ErrorActionPreference = 'Stop'

if ($env:PROCESSOR_ARCHITEW6432) {
    & "$env:windir\sysnative\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -File $PSCommandPath
    exit $LASTEXITCODE
}

Import-Module WebAdministration

$siteName = 'Orders'
$poolName = 'OrdersPool'

if (Test-Path "IIS:\Sites\$siteName") {
    Stop-Website -Name $siteName
    Write-Host "Stopped site $siteName"
}

if ((Get-WebAppPoolState -Name $poolName -ErrorAction SilentlyContinue).Value -eq 'Started') {
    Stop-WebAppPool -Name $poolName
    do {
        Start-Sleep -Seconds 1
        $state = (Get-WebAppPoolState -Name $poolName).Value
    } while ($state -ne 'Stopped')
}
