param
(
    [string] $ServiceName = 'Orders.Api',
    [ValidateRange(1, 600)] [int] $TimeoutSeconds = 60
)

$ErrorActionPreference = 'Stop';

$service = Get-WmiObject -Class Win32_Service -Filter "Name='$ServiceName'";
if ($service) {
    $result = $service.StopService();
    if ($result.ReturnValue -ne 0 -and $result.ReturnValue -ne 5) { throw "StopService returned $($result.ReturnValue)"; }
    $watch = [Diagnostics.Stopwatch]::StartNew();
    while ((Get-Service $ServiceName).Status -ne 'Stopped' -and $watch.Elapsed.TotalSeconds -lt $TimeoutSeconds) { Start-Sleep 1; }
    $null = $service.Delete();
}
