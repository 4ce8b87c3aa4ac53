$ErrorActionPreference = 'Stop'

function Invoke-WithRetry([scriptblock]$Action, [int]$Count = 5, [double]$Delay = 1.5) {
    for ($i = 1; $i -le $Count; $i++) {
        try { return & $Action }
        catch {
            if ($i -eq $Count) { throw }
            Write-Warning "Attempt $i of $Count failed: $($_.Exception.Message)"
            Start-Sleep -Milliseconds ($Delay * 1000 * $i)
        }
    }
}

Invoke-WithRetry { Invoke-RestMethod -Uri 'http://localhost:8080/warmup' -Method Post -Body (@{ full = $true } | ConvertTo-Json) -ContentType 'application/json' } -Count 10
