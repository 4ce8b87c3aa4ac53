Get-Process -Name 'Orders' -ErrorAction SilentlyContinue | Stop-Process -Force
$task = Get-ScheduledTask -TaskName 'Orders nightly' -ErrorAction Ignore
if ($task) { Disable-ScheduledTask -InputObject $task | Out-Null }
exit 0
