$ErrorActionPreference = 'Stop'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12

$uri = 'http://localhost:8080/health'
$deadline = (Get-Date).AddMinutes(2)

while ((Get-Date) -lt $deadline) {
    try {
        $response = Invoke-WebRequest -Uri $uri -UseBasicParsing -TimeoutSec 5
        if ($response.StatusCode -eq 200) {
            Write-Host "Healthy after $([int]($deadline - (Get-Date)).TotalSeconds) seconds left"
            exit 0
        }
    }
    catch [System.Net.WebException] {
        Write-Host "Not yet: $($_.Exception.Message)"
    }
    Start-Sleep -Seconds 3
}

Write-Error "No answer from $uri"
exit 1
