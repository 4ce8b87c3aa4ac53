#Requires -RunAsAdministrator
$ErrorActionPreference = 'Stop'
$folder = 'C:\inetpub\orders\App_Data'
$acl = Get-Acl $folder
$rule = New-Object System.Security.AccessControl.FileSystemAccessRule('IIS AppPool\OrdersPool', 'Modify', 'ContainerInherit,ObjectInherit', 'None', 'Allow')
$acl.SetAccessRule($rule)
Set-Acl -Path $folder -AclObject $acl
icacls 'C:\inetpub\orders\logs' /grant 'IIS AppPool\OrdersPool:(OI)(CI)M' /T
if ($LASTEXITCODE -ne 0) { throw "icacls: $LASTEXITCODE" }
