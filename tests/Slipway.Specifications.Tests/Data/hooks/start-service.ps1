$ErrorActionPreference = 'Stop'
$name = "Orders.Worker"
$service = Get-Service -Name $name -ErrorAction SilentlyContinue
if ($null -eq $service) {
    New-Service -Name $name -BinaryPathName "C:\Apps\Orders\Orders.Worker.exe" -DisplayName 'Orders worker' -StartupType Automatic | Out-Null
    sc.exe failure $name reset= 86400 actions= restart/5000/restart/5000//1000
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}
Start-Service -Name $name
(Get-Service $name).WaitForStatus('Running', [TimeSpan]::FromSeconds(30))
