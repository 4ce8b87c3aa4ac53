$ErrorActionPreference = 'Stop'
$token = Invoke-RestMethod -Headers @{ 'X-aws-ec2-metadata-token-ttl-seconds' = '21600' } -Method PUT -Uri http://169.254.169.254/latest/api/token
$id = Invoke-RestMethod -Headers @{ 'X-aws-ec2-metadata-token' = $token } -Uri 'http://169.254.169.254/latest/meta-data/instance-id'
$region = (Invoke-RestMethod -Headers @{'X-aws-ec2-metadata-token' = $token} 'http://169.254.169.254/latest/dynamic/instance-identity/document').region
aws ec2 create-tags --resources $id --tags "Key=Deployment,Value=$env:DEPLOYMENT_ID" --region $region
if ($LASTEXITCODE -ne 0) { exit 1 }
