$ErrorActionPreference = 'Stop'
$action    = New-ScheduledTaskAction -Execute 'C:\Apps\Orders\Orders.Report.exe' -Argument '--daily'
$trigger   = New-ScheduledTaskTrigger -Daily -At 3am
$principal = New-ScheduledTaskPrincipal -UserId 'NT AUTHORITY\SYSTEM' -LogonType ServiceAccount
$splat = @{
    TaskName    = 'Orders report'
    Action      = $action
    Trigger     = $trigger
    Principal   = $principal
    Description = 'Sends the daily report; see https://wiki.example.com/orders#report'
}
Register-ScheduledTask @splat -Force | Out-Null
