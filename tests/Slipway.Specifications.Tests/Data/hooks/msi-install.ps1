$ErrorActionPreference = 'Stop'
$msi = Get-ChildItem -Path 'C:\stage' -Filter *.msi | Select-Object -First 1
if (!$msi) { throw 'No MSI in C:\stage' }
$log = "C:\logs\install-$(Get-Date -f yyyyMMddHHmm).log"
$process = Start-Process msiexec.exe -ArgumentList "/i `"$($msi.FullName)`" /qn /norestart /L*v `"$log`"" -Wait -PassThru
if ($process.ExitCode -notin 0, 3010) {
    Get-Content $log -Tail 50
    throw "msiexec ended with $($process.ExitCode)"
}
