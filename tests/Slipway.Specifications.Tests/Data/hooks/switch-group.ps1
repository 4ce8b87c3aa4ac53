$ErrorActionPreference = 'Stop'
$settings = switch -Regex ($env:DEPLOYMENT_GROUP_NAME) {
    '^prod'    { @{ Level = 'Warning'; Replicas = 4 }; break }
    '^stag'    { @{ Level = 'Information'; Replicas = 2 }; break }
    { $_ -like 'dev*' } { @{ Level = 'Debug'; Replicas = 1 } }
    default    { throw "Unknown group $_" }
}
Write-Host ("Level {0}, replicas {1}" -f $settings.Level, $settings.Replicas)
Copy-Item "C:\inetpub\orders\appsettings.$($settings.Level).json" 'C:\inetpub\orders\appsettings.json' -Force
