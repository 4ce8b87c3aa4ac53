using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Scripts;

/// <summary>SLW51xx, and the PowerShell part of the rules about all scripts: what is marked, what is not, and what the fixes write.</summary>
public sealed class PowerShellRuleTests
{
    private const string Stop = "$ErrorActionPreference = 'Stop'\n";

    [Theory]
    [InlineData("SLW5101", Severity.Warning, "‹Stop-Service› -Name Shop\n")]
    [InlineData("SLW5101", Severity.Warning, "param($x = (Get-Location))\nWrite-Host 'begin'\n‹Copy-Item› a b\n$ErrorActionPreference = 'Stop'\n")]
    [InlineData("SLW5101", Severity.Warning, "function Install { Copy-Item a b }\n‹Install›\n")]
    [InlineData("SLW5101", Severity.Warning, "try { ‹Copy-Item› a b } catch { Write-Host $_ }\n")]
    [InlineData("SLW5101", Severity.Warning, "try { ‹Copy-Item› a b } catch { exit 0 }\n")]
    [InlineData("SLW5101", Severity.Warning, "$ErrorActionPreference = 'Continue'\n‹Copy-Item› a b\n")]
    [InlineData("SLW5101", Severity.Warning, "if (Test-Path a) {\n  & ‹\"C:\\x y\\setup.exe\"›\n}\n")]
    [InlineData("SLW5101", Severity.Info, Stop + "‹dotnet› C:\\shop\\Migrate.dll\n")]
    [InlineData("SLW5101", Severity.Info, Stop + "& ‹'C:\\shop\\setup.exe'› /quiet\nWrite-Host done\n")]
    [InlineData("SLW5101", Severity.Info, Stop + "‹net› start a\nnet start b\nif ($LASTEXITCODE) { exit 1 }\n")]
    [InlineData("SLW5101", Severity.Info, Stop + "$out = ‹dotnet› --info\n")]
    [InlineData("SLW5102", Severity.Warning, Stop + "Import-Module ‹WebAdministration›\n")]
    [InlineData("SLW5102", Severity.Warning, Stop + "Import-Module -Name \"‹ServerManager›\"\n")]
    [InlineData("SLW5102", Severity.Warning, Stop + "Set-ItemProperty '‹IIS:\\›Sites\\Shop' -Name a -Value b\n")]
    [InlineData("SLW5102", Severity.Warning, Stop + "‹Install-WindowsFeature› Web-Server\n")]
    [InlineData("SLW5102", Severity.Warning, Stop + "‹Start-WebAppPool› Shop\n")]
    [InlineData("SLW5102", Severity.Warning, Stop + "& ‹C:\\Windows\\System32\\inetsrv›\\appcmd.exe list site\n")]
    [InlineData("SLW5102", Severity.Warning, Stop + "New-ItemProperty -Path ‹'HKLM:\\SOFTWARE\\Shop'› -Name a -Value 1\n")]
    [InlineData("SLW5103", Severity.Warning, Stop + "Stop-Service 'B‹ü›cher'\n")]
    [InlineData("SLW5103", Severity.Warning, Stop + "# Läuft\nWrite-Host \"fertig ‹–› gut\"\n")]
    [InlineData("SLW5104", Severity.Error, Stop + "Test-Path a ‹&&› Remove-Item a\n")]
    [InlineData("SLW5104", Severity.Error, Stop + "Test-Path a ‹||› exit 1\n")]
    [InlineData("SLW5104", Severity.Error, Stop + "$a = $b ‹??› 1\n")]
    [InlineData("SLW5104", Severity.Error, Stop + "$a ‹??=› 1\n")]
    [InlineData("SLW5104", Severity.Error, Stop + "$a = (Get-Item b)‹?.›Name\n")]
    [InlineData("SLW5104", Severity.Error, Stop + "$a = ${b}‹?[›0]\n")]
    [InlineData("SLW5104", Severity.Error, Stop + "$a = $b -eq 1 ‹?› 'x' : 'y'\n")]
    [InlineData("SLW5104", Severity.Error, Stop + "1..3 | ForEach-Object ‹-Parallel› { $_ }\n")]
    [InlineData("SLW5104", Severity.Error, "function A { process { Get-Item $_ } ‹clean› { } }\n")]
    [InlineData("SLW5011", Severity.Warning, Stop + "$a = ‹Read-Host› 'Name'\n")]
    [InlineData("SLW5011", Severity.Warning, Stop + "$a = ‹Get-Credential›\n")]
    [InlineData("SLW5011", Severity.Warning, Stop + "‹Pause›\n")]
    [InlineData("SLW5011", Severity.Warning, Stop + "‹$host.UI.PromptForChoice›('a', 'b', $c, 0)\n")]
    [InlineData("SLW5011", Severity.Warning, Stop + "Remove-Item a ‹-Confirm›\n")]
    [InlineData("SLW5013", Severity.Warning, Stop + "‹.\\setup.ps1›\n")]
    [InlineData("SLW5013", Severity.Warning, Stop + "& ‹'..\\tools\\x.exe'› a\n")]
    [InlineData("SLW5014", Severity.Warning, Stop + "if (‹$env:DEPLOYMENT_GROUPNAME› -eq 'x') { exit 1 }\n")]
    [InlineData("SLW5014", Severity.Warning, Stop + "Write-Host \"Build ‹$env:BUILD_NUMBER›\"\n")]
    [InlineData("SLW5017", Severity.Warning, "‹# nothing yet›\n")]
    [InlineData("SLW5017", Severity.Warning, "‹param([string]$A)›\n" + Stop)]
    [InlineData("SLW5018", Severity.Warning, Stop + "Remove-Item -Recurse ‹\"$env:ProgramData\\Amazon\\CodeDeploy\\old\"›\n")]
    [InlineData("SLW5018", Severity.Warning, Stop + "$root = 'C:\\ProgramData\\Amazon\\CodeDeploy'\nCopy-Item C:\\x ‹\"$root\\y\"›\n")]
    [InlineData("SLW5018", Severity.Error, Stop + "Copy-Item '‹C:\\ProgramData\\Amazon\\CodeDeploy\\9f2a\\d-A1B2C3D4E\\deployment-archive›' C:\\x\n")]
    [InlineData("SLW5019", Severity.Warning, Stop + "Remove-Item ‹\"$Root\\logs\"› -Recurse\n")]
    [InlineData("SLW5019", Severity.Warning, Stop + "Remove-Item -Path ‹$env:SHOP_HOME\\logs› -Recurse -Force\n")]
    [InlineData("SLW5019", Severity.Warning, Stop + "Remove-Item ‹C:\\Windows\\*› -Recurse\n")]
    [InlineData("SLW5019", Severity.Warning, "Set-Location C:\\shop\nRemove-Item ‹*› -Recurse\n")]
    [InlineData("SLW5020", Severity.Error, Stop + "‹Restart-Computer -Force›\n")]
    [InlineData("SLW5020", Severity.Error, Stop + "‹Restart-Service codedeployagent›\n")]
    [InlineData("SLW5020", Severity.Error, Stop + "‹shutdown.exe /r /t 0›\n")]
    [InlineData("SLW5020", Severity.Error, Stop + "‹net stop 'codedeployagent'›\n")]
    [InlineData("SLW5022", Severity.Error, Stop + "$DbPassword = ‹'hunter2-Xy91'›\n")]
    [InlineData("SLW5022", Severity.Error, Stop + "$env:DB_PASSWORD = ‹\"hunter2-Xy91\"›\n")]
    [InlineData("SLW5022", Severity.Error, "param([string]$ApiKey = ‹'k3y-2291'›)\nGet-Item a\n")]
    [InlineData("SLW5022", Severity.Error, Stop + "$a = @{ User = 'x'; Password = ‹'hunter2-Xy91'› }\n")]
    [InlineData("SLW5022", Severity.Error, Stop + "net user shop ‹Hunter2-Xy91› /add\n")]
    [InlineData("SLW5022", Severity.Error, Stop + "$p = ConvertTo-SecureString ‹\"hunter2-Xy91\"› -AsPlainText -Force\n")]
    [InlineData("SLW5022", Severity.Error, Stop + "New-Thing -Password ‹'hunter2-Xy91'›\n")]
    [InlineData("SLW5022", Severity.Error, Stop + "setup.exe ‹/password:hunter2-Xy91›\n")]
    [InlineData("SLW5022", Severity.Error, Stop + "mysql -u shop ‹-phunter2› shop\n")]
    [InlineData("SLW5022", Severity.Error, Stop + "curl.exe -u ‹shop:hunter2› http://localhost\n")]
    [InlineData("SLW5022", Severity.Error, Stop + "psql ‹postgresql://shop:hunter2@db/shop›\n")]
    public void Marks_the_token(string rule, Severity severity, string script) => new WindowsHook("scripts/hook.ps1", script).AssertMarks(rule, severity);

    [Theory]
    [InlineData("‹Stop-Process -Name shop -Force›\n", true)]
    [InlineData(Stop + "‹Stop-Service Shop›\nWrite-Host done\n", true)]
    [InlineData(Stop + "‹taskkill /f /im shop.exe›\nexit $LASTEXITCODE\n", true)]
    [InlineData(Stop + "Stop-Service Shop -ErrorAction SilentlyContinue\n", false)]
    [InlineData(Stop + "Get-Process shop -ErrorAction SilentlyContinue | Stop-Process\n", false)]
    [InlineData(Stop + "if (Get-Service Shop -ErrorAction Ignore) { Stop-Service Shop }\n", false)]
    [InlineData(Stop + "try { Stop-Service Shop } catch { Write-Host $_ }\n", false)]
    [InlineData(Stop + "taskkill /f /im shop.exe\nexit 0\n", false)]
    [InlineData("Stop-Service Shop\nexit 0\n", false)]
    public void Stop_scripts_must_not_block(string script, bool isFound)
    {
        foreach (var lifecycleEvent in new[] { "ApplicationStop", "BeforeBlockTraffic", "AfterBlockTraffic" })
        {
            var hook = new WindowsHook("stop.ps1", script, lifecycleEvent);
            if (isFound) hook.AssertMarks("SLW5016", Severity.Warning);
            else hook.AssertSilent("SLW5016");
        }

        new WindowsHook("stop.ps1", script, "AfterInstall").AssertSilent("SLW5016");
    }

    [Theory]
    [InlineData("SLW5101", "Set-StrictMode -Version Latest\n$ErrorActionPreference = \"stop\"\nCopy-Item a b\n")]
    [InlineData("SLW5101", "$global:ErrorActionPreference = [System.Management.Automation.ActionPreference]::Stop\nCopy-Item a b\n")]
    [InlineData("SLW5101", "Set-Variable -Name ErrorActionPreference -Value Stop\nCopy-Item a b\n")]
    [InlineData("SLW5101", "$PSDefaultParameterValues['*:ErrorAction'] = 'Stop'\nCopy-Item a b\n")]
    [InlineData("SLW5101", "try { Copy-Item a b\n dotnet x\n if ($LASTEXITCODE) { throw 'x' } } catch { Write-Host $_; exit 1 }\n")]
    [InlineData("SLW5101", "try { Copy-Item a b } catch { throw }\n")]
    [InlineData("SLW5101", "function Fail($m) { Write-Host $m; exit 1 }\ntry { Copy-Item a b } catch { Fail $_ }\n")]
    [InlineData("SLW5101", "try { Copy-Item a b } catch { [Environment]::Exit(1) }\n")]
    [InlineData("SLW5101", "trap { Write-Host $_; exit 1 }\nCopy-Item a b\n")]
    [InlineData("SLW5101", Stop + "$p = Start-Process setup.exe -Wait -PassThru\nif ($p.ExitCode -ne 0) { exit 1 }\n")]
    [InlineData("SLW5101", Stop + "$PSNativeCommandUseErrorActionPreference = $true\ndotnet x\n")]
    [InlineData("SLW5101", Stop + "dotnet x\nif (-not $?) { exit 1 }\n")]
    [InlineData("SLW5101", Stop + "if ($a) { dotnet x } else { dotnet y }\nexit $LASTEXITCODE\n")]
    [InlineData("SLW5101", Stop + "if ((net user shop) -match 'x') { Get-Item a }\n")]
    [InlineData("SLW5101", Stop + "ping localhost\n")]
    [InlineData("SLW5101", ". \"$PSScriptRoot\\common.ps1\"\nCopy-Item a b\n")]
    [InlineData("SLW5101", "Copy-Item a b -ErrorAction Stop\n")]
    [InlineData("SLW5101", "Write-Host 'nothing that fails'\n")]
    [InlineData("SLW5101", "# only a comment: Copy-Item a b\n")]
    [InlineData("SLW5101", "$text = @'\nCopy-Item a b\n'@\n")]
    [InlineData("SLW5102", "if ($env:PROCESSOR_ARCHITEW6432) { exit 1 }\nImport-Module WebAdministration\n")]
    [InlineData("SLW5102", "if (-not [Environment]::Is64BitProcess) { exit 1 }\nImport-Module WebAdministration\n")]
    [InlineData("SLW5102", "# Import-Module WebAdministration\nImport-Module Pester\n")]
    [InlineData("SLW5102", "Set-ItemProperty HKLM:\\SOFTWARE\\WOW6432Node\\Shop -Name a -Value 1\n")]
    [InlineData("SLW5102", "Get-ItemProperty HKLM:\\SOFTWARE\\Shop\n")]
    [InlineData("SLW5103", "# Bücher\n<# müßig #>\nGet-Item a # ä\n")]
    [InlineData("SLW5103", "\uFEFFGet-Item 'ä'\n")]
    [InlineData("SLW5104", "#Requires -Version 7.2\nif ($PSVersionTable.PSVersion.Major -lt 7) { pwsh -File $PSCommandPath; exit $LASTEXITCODE }\n$a = $b ?? 1\n")]
    [InlineData("SLW5104", "Write-Host \"a && b || c ?? d\" '$x ? 1 : 2' # && ||\nGet-Process | ? { $_.Id } | % Name\n")]
    [InlineData("SLW5104", "$a = @'\n$b ?? 1 && 2\n'@\ncmd /c \"a && b\"\nSelect-String '??' x.txt\n")]
    [InlineData("SLW5104", "Get-ChildItem a?.txt\nif ($?) { $x = $y[0] }\n$s = [Foo]::Bar\n")]
    [InlineData("SLW5011", "$c = Get-Credential -Credential $x\nRemove-Item a -Confirm:$false\nWrite-Host 'Read-Host'\n")]
    [InlineData("SLW5013", "Set-Location $PSScriptRoot\\..\n.\\setup.ps1\n")]
    [InlineData("SLW5013", "Push-Location C:\\shop\n.\\setup.ps1\n")]
    [InlineData("SLW5013", "Copy-Item .\\a b\n& \"$PSScriptRoot\\setup.ps1\"\nWrite-Host '.\\x'\n# .\\y\n")]
    [InlineData("SLW5014", "if ($env:DEPLOYMENT_GROUPNAME) { $x = $env:DEPLOYMENT_GROUPNAME }\n")]
    [InlineData("SLW5014", "$env:CI_NAME = 'x'\nWrite-Host $env:CI_NAME $env:deployment_id $env:MY_OWN_THING\n")]
    [InlineData("SLW5014", ". .\\vars.ps1\nWrite-Host $env:BUILD_NUMBER\n")]
    [InlineData("SLW5014", "if ([string]::IsNullOrEmpty($env:BUILD_NUMBER)) { exit 1 }\nWrite-Host $env:BUILD_NUMBER\n")]
    [InlineData("SLW5017", Stop + "Get-Item a\n")]
    [InlineData("SLW5017", "$x = 1\n")]
    [InlineData("SLW5018", "Copy-Item \"C:\\ProgramData\\Amazon\\CodeDeploy\\$env:DEPLOYMENT_GROUP_ID\\$env:DEPLOYMENT_ID\\deployment-archive\\a\" C:\\shop\n")]
    [InlineData("SLW5018", "Get-Content C:\\ProgramData\\Amazon\\CodeDeploy\\log\\x.log\n# C:\\ProgramData\\Amazon\\CodeDeploy\\d-A1B2C3D4E\\x\n")]
    [InlineData("SLW5019", "Remove-Item C:\\shop -Recurse\nRemove-Item C:\\shop\\* -Recurse\nRemove-Item \"$env:TEMP\\x\" -Recurse\n")]
    [InlineData("SLW5019", "$root = 'C:\\shop'\nRemove-Item $root\\x -Recurse\nforeach ($d in Get-Item x) { Remove-Item \"$d\\y\" -Recurse }\n")]
    [InlineData("SLW5019", "param($Root)\nRemove-Item $Root\\x -Recurse\nRemove-Item \"$PSScriptRoot\\x\" -Recurse -ErrorAction Ignore\n")]
    [InlineData("SLW5019", Stop + "Set-Location C:\\shop\nRemove-Item * -Recurse\nRemove-Item $x\n")]
    [InlineData("SLW5020", "shutdown /a\nRestart-Service Shop\nWrite-Host 'Restart-Computer'\nGet-Service codedeployagent\n")]
    [InlineData("SLW5020", "shutdown /r /t 600\n")]
    [InlineData("SLW5022", "$password = $env:X\n$Password = \"$x\"\n$token = Get-Token\n$secret = ''\n$apiKey = '<key>'\n$pwd = 'C:\\x'\n")]
    [InlineData("SLW5022", "$db_password = 'changeme'\n$x_token = 'xxx'\n$my_secret = '***'\n$PASSWORD_FILE = 'C:\\x.txt'\n$TOKEN_ARN = 'arn:aws:x'\n$SecretName = 'shop-db'\n")]
    [InlineData("SLW5022", "New-Thing -Password $p -Token (Get-Token) -SecretId 'shop/db'\nnet user shop * /add\nnet user shop /active:yes\n$publicKeyToken = 'b77a5c561934e089'\n")]
    [InlineData("SLW5022", "ConvertTo-SecureString $x -AsPlainText -Force\ncurl.exe -u $user http://x\nmysql -p shop\n# $password = 'hunter2-Xy91'\n")]
    public void Stays_silent(string rule, string script) => new WindowsHook("scripts/hook.ps1", script).AssertSilent(rule);

    [Theory]
    [InlineData("SLW5101", "Copy-Item a b\n")]
    [InlineData("SLW5102", "Import-Module WebAdministration\n")]
    [InlineData("SLW5103", "Get-Item 'ä'\n")]
    [InlineData("SLW5104", "$a = $b ?? 1\n")]
    public void Is_about_Windows_only(string rule, string script)
    {
        Assert.NotEmpty(new WindowsHook("hook.ps1", script).Findings(rule));
        new WindowsHook("hook.ps1", "#!/usr/bin/env pwsh\n" + script, os: "linux").AssertSilent(rule);
    }

    [Fact]
    public void Failures_of_stop_scripts_are_welcome() => new WindowsHook("hook.ps1", "Copy-Item a b\ndotnet x\n", "ApplicationStop").AssertSilent("SLW5101");

    [Theory]
    [InlineData("if (")]
    [InlineData("Copy-Item 'a\n")]
    [InlineData("Copy-Item \"$(a\n")]
    [InlineData("Copy-Item a }\n")]
    [InlineData("@'\nx\n")]
    [InlineData("<# x\n")]
    public void Says_nothing_about_what_it_does_not_understand(string rest)
    {
        var findings = new WindowsHook("hook.ps1", "Copy-Item ä b\n$x = 1 ?? 2\n$password = 'hunter2-Xy91'\n" + rest).Findings();

        Assert.Empty(findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public void A_mark_is_written_by_the_encoding_alone()
    {
        var fix = Assert.Single(new WindowsHook("hook.ps1", "Get-Item 'ä' -ErrorAction Stop\n").Findings("SLW5103")).Fix;

        Assert.NotNull(fix);
        Assert.Empty(fix.Changes);
        Assert.Equal(Slipway.Specifications.Fixes.FixEncoding.Utf8WithMark, fix.Encoding);
    }

    [Fact]
    public void What_a_comment_accepts_is_not_reported() =>
        new WindowsHook("hook.ps1", "Copy-Item a b # slipway: disable SLW5101\n").AssertSilent("SLW5101");

    [Fact]
    public void Without_an_appspec_for_Windows_the_rules_are_silent()
    {
        var script = new ScriptFile("hook.ps1", "hook.ps1", "Copy-Item a b\n"u8.ToArray());

        Assert.DoesNotContain(AppSpecCheck.Run(new RuleInputs { File = "Shop.csproj", Scripts = [script] }), finding => finding.Rule == "SLW5101");
    }
}
