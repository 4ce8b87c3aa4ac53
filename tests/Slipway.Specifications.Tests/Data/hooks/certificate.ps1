$ErrorActionPreference = 'Stop'
$password = (Get-SECSecretValue -SecretId 'orders/tls').SecretString | ConvertFrom-Json | Select-Object -ExpandProperty password
$secure = ConvertTo-SecureString -String $password -AsPlainText -Force
$cert = Import-PfxCertificate -FilePath "$PSScriptRoot\..\certs\orders.pfx" -CertStoreLocation Cert:\LocalMachine\My -Password $secure
$thumbprint = $cert.Thumbprint
netsh http delete sslcert ipport=0.0.0.0:443 | Out-Null
netsh http add sslcert ipport=0.0.0.0:443 certhash=$thumbprint appid='{4dc3e181-e14b-4a21-b022-59fc669b0914}'
if (-not $?) { throw 'The certificate could not be bound' }
