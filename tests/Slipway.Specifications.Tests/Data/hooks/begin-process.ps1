[CmdletBinding()]
param([Parameter(ValueFromPipeline = $true)][string]$InputObject)
begin {
    $ErrorActionPreference = 'Stop'
    $count = 0
}
process {
    $count++
    if ($InputObject -match '^(?<key>\w+)\s*=\s*(?<value>.*)$') {
        Write-Output "$($Matches.key) -> $($Matches['value'])"
    }
}
end {
    Write-Verbose "$count lines"
}
