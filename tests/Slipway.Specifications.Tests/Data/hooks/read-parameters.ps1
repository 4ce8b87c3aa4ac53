$ErrorActionPreference = 'Stop'

function Get-Setting {
    param (
        [Parameter(Mandatory)][string]$Name,
        [switch]$Secure
    )
    $value = (Get-SSMParameter -Name "/orders/$($env:DEPLOYMENT_GROUP_NAME.ToLower())/$Name" -WithDecryption:$Secure).Value
    if ([string]::IsNullOrWhiteSpace($value)) { throw "Parameter $Name is empty" }
    return $value
}

$connection = "Server={0};Database=Orders;User Id={1};Password={2}" -f (Get-Setting 'db-host'), (Get-Setting 'db-user'), (Get-Setting 'db-password' -Secure)
[Environment]::SetEnvironmentVariable('ORDERS_CONNECTION', $connection, 'Machine')
