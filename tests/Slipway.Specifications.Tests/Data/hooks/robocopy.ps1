$ErrorActionPreference = 'Stop'
$options = '/MIR', '/R:3', '/W:5', '/NFL', '/NDL', '/XD', 'App_Data', '/XF', '*.config'
robocopy C:\stage\orders C:\inetpub\orders @options
if ($LASTEXITCODE -ge 8) { exit $LASTEXITCODE }
$global:LASTEXITCODE = 0
