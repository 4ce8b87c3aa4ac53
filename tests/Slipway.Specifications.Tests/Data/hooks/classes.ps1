using namespace System.Collections.Generic
$ErrorActionPreference = 'Stop'

enum Color { Blue; Green }

class Slot {
    [string]$Name
    [int]$Port = 5000
    hidden [bool]$_active

    Slot([string]$name, [int]$port) {
        $this.Name = $name
        $this.Port = $port
    }

    [bool] IsActive() { return $this._active }

    static [Slot] Parse([string]$text) {
        $parts = $text -split ':', 2
        return [Slot]::new($parts[0], [int]$parts[1])
    }
}

$slots = [List[Slot]]::new()
$slots.Add([Slot]::Parse('blue:5001'))
$slots.Add([Slot]::new([Color]::Green.ToString(), 5002))
foreach ($slot in $slots | Where-Object { -not $_.IsActive() }) {
    netsh http add urlacl url="http://+:$($slot.Port)/" user='NT AUTHORITY\NETWORK SERVICE'
    if ($LASTEXITCODE -ne 0) { exit 1 }
}
