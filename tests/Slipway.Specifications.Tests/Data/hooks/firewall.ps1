$ErrorActionPreference = 'Stop'
$rules = @(
    @{ Name = 'Orders HTTP';  Port = 8080; Profile = 'Domain,Private' }
    @{ Name = 'Orders HTTPS'; Port = 8443; Profile = 'Any' }
)
$rules | ForEach-Object {
    $rule = $_
    if (-not (Get-NetFirewallRule -DisplayName $rule.Name -ErrorAction SilentlyContinue)) {
        New-NetFirewallRule -DisplayName $rule.Name `
            -Direction Inbound `
            -Protocol TCP `
            -LocalPort $rule.Port `
            -Action Allow | Out-Null
    }
}
