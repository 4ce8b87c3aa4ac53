$ErrorActionPreference = 'Stop'
$path = 'C:\inetpub\orders\web.config'
[xml]$config = Get-Content -Path $path -Raw
$settings = @{
    'Environment'  = $env:DEPLOYMENT_GROUP_NAME
    'DeploymentId' = $env:DEPLOYMENT_ID
    Started        = (Get-Date).ToString('o')
}
foreach ($key in $settings.Keys) {
    $node = $config.SelectSingleNode("//appSettings/add[@key='$key']")
    if ($node -ne $null) { $node.value = [string]$settings[$key] }
    else {
        $new = $config.CreateElement('add')
        $new.SetAttribute('key', $key)
        $new.SetAttribute('value', $settings.$key)
        [void]$config.configuration.appSettings.AppendChild($new)
    }
}
$config.Save($path)
