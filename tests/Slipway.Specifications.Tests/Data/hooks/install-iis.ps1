<#
.SYNOPSIS
    Installs the server roles that the application needs.
.NOTES
    Runs as BeforeInstall.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $false)]
    [string[]]$Features = @('Web-Server', 'Web-Asp-Net45', 'Web-Mgmt-Tools'),

    [switch]$Restart
)

Set-StrictMode -Version Latest
$ErrorActionPreference = "Stop"

if (-not [Environment]::Is64BitProcess) {
    $ps64 = Join-Path $env:SystemRoot 'sysnative\WindowsPowerShell\v1.0\powershell.exe'
    & $ps64 -NoProfile -ExecutionPolicy Bypass -File $MyInvocation.MyCommand.Path @PSBoundParameters
    exit $LASTEXITCODE
}

Import-Module ServerManager
foreach ($feature in $Features) {
    $current = Get-WindowsFeature -Name $feature
    if ($current.Installed) { continue }
    Write-Output ("Installing {0}" -f $feature)
    $result = Install-WindowsFeature -Name $feature -IncludeManagementTools
    if (-not $result.Success) {
        throw "Feature $feature could not be installed: $($result.ExitCode)"
    }
}
