$ErrorActionPreference = 'Stop'
$content = Get-Content 'C:\inetpub\orders\site.js' -Raw
$content = $content -replace '(?m)^\s*//.*$', '' -replace "`r?`n{2,}", "`n"
$content = [regex]::Replace($content, 'url\("?(?<path>[^")]+)"?\)', { param($m) "url('/cdn/$($m.Groups['path'].Value)')" })
$hash = [BitConverter]::ToString([Security.Cryptography.SHA256]::Create().ComputeHash([Text.Encoding]::UTF8.GetBytes($content))) -replace '-'
$name = "site.$($hash.Substring(0, 8).ToLower()).js"
[IO.File]::WriteAllText("C:\inetpub\orders\$name", $content, (New-Object Text.UTF8Encoding $false))
"{0}`t{1:N0}" -f $name, $content.Length | Out-File C:\inetpub\orders\manifest.txt -Append -Encoding ascii
