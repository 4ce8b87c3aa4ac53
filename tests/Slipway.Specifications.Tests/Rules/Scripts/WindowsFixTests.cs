namespace Slipway.Specifications.Tests.Rules.Scripts;

/// <summary>Fixes of scripts for Windows write exactly what they should, and the finding is gone.</summary>
public sealed class WindowsFixTests
{
    private const string Stop = "$ErrorActionPreference = 'Stop'\n";
    private const string Relaunch = "if ($env:PROCESSOR_ARCHITEW6432) {\n  & \"$env:windir\\sysnative\\WindowsPowerShell\\v1.0\\powershell.exe\" -NoProfile -ExecutionPolicy Bypass -File $PSCommandPath\n  exit $LASTEXITCODE\n}\n";

    [Theory]
    [InlineData("SLW5101", "Copy-Item a b\n", Stop + "Copy-Item a b\n")]
    [InlineData("SLW5101", "Copy-Item a b", Stop + "Copy-Item a b")]
    [InlineData("SLW5101", "\n\nCopy-Item a b\n", "\n\n" + Stop + "Copy-Item a b\n")]
    [InlineData("SLW5101", "# Copies.\nCopy-Item a b\n", "# Copies.\n" + Stop + "Copy-Item a b\n")]
    [InlineData("SLW5101", "#Requires -Version 5\n# Copies.\n\nCopy-Item a b\n", "#Requires -Version 5\n# Copies.\n\n" + Stop + "Copy-Item a b\n")]
    [InlineData("SLW5101", "# Head.\n\n# First step.\nCopy-Item a b\n", "# Head.\n\n" + Stop + "# First step.\nCopy-Item a b\n")]
    [InlineData("SLW5101", "<#\n.SYNOPSIS\n x\n#>\nCopy-Item a b\n", "<#\n.SYNOPSIS\n x\n#>\n" + Stop + "Copy-Item a b\n")]
    [InlineData("SLW5101", "<# x #> Copy-Item a b\n", "<# x #> $ErrorActionPreference = 'Stop'; Copy-Item a b\n")]
    [InlineData("SLW5101", "param($x)\nCopy-Item a b\n", "param($x)\n" + Stop + "Copy-Item a b\n")]
    [InlineData("SLW5101", "param(\n  [string]$x = 'a)', # first )\n  [int]$y = (1 + 2)\n)\n\n# Copies.\nCopy-Item a b\n", "param(\n  [string]$x = 'a)', # first )\n  [int]$y = (1 + 2)\n)\n" + Stop + "\n# Copies.\nCopy-Item a b\n")]
    [InlineData("SLW5101", "using namespace System.IO\nusing module X\n[CmdletBinding()]\nparam()\nCopy-Item a b\n", "using namespace System.IO\nusing module X\n[CmdletBinding()]\nparam()\n" + Stop + "Copy-Item a b\n")]
    [InlineData("SLW5101", "[CmdletBinding()] param($x)\nCopy-Item a b\n", "[CmdletBinding()] param($x)\n" + Stop + "Copy-Item a b\n")]
    [InlineData("SLW5101", "param($x); Copy-Item a b\n", "param($x); $ErrorActionPreference = 'Stop'; Copy-Item a b\n")]
    [InlineData("SLW5101", "param($x) # note\nCopy-Item a b\n", "param($x) # note\n" + Stop + "Copy-Item a b\n")]
    [InlineData("SLW5101", "$x = 1\nif ($x) {\n  Copy-Item a b\n}\n", Stop + "$x = 1\nif ($x) {\n  Copy-Item a b\n}\n")]
    [InlineData("SLW5101", "# Does A.\nfunction A { Copy-Item a b }\nA\n", "# Does A.\nfunction A { Copy-Item a b }\n" + Stop + "A\n")]
    [InlineData("SLW5101", "# Head.\n\n# Does A.\nfunction A { Copy-Item a b }\nA\n", "# Head.\n\n" + Stop + "# Does A.\nfunction A { Copy-Item a b }\nA\n")]
    [InlineData("SLW5101", Stop + "dotnet x # run\nGet-Item a\n", Stop + "dotnet x # run\nif ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }\nGet-Item a\n")]
    [InlineData("SLW5101", Stop + "if ($a) {\n    dotnet x `\n      --y\n}\n", Stop + "if ($a) {\n    dotnet x `\n      --y\n    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }\n}\n")]
    [InlineData("SLW5101", Stop + "if ($a) { dotnet x }\n", Stop + "if ($a) { dotnet x; if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE } }\n")]
    [InlineData("SLW5101", Stop + "robocopy a b /mir", Stop + "robocopy a b /mir\nif ($LASTEXITCODE -ge 8) { exit $LASTEXITCODE }")]
    [InlineData("SLW5101", Stop + "$o = dotnet x | Out-String\n", Stop + "$o = dotnet x | Out-String\nif ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }\n")]
    [InlineData("SLW5102", "param($x)\n" + Stop + "Import-Module WebAdministration\n", "param($x)\n" + Relaunch + Stop + "Import-Module WebAdministration\n")]
    [InlineData("SLW5011", Stop + "Remove-Item a -Confirm\n", Stop + "Remove-Item a -Confirm:$false\n")]
    [InlineData("SLW5014", "Write-Host $env:DEPLOYMENT_GROUPNAME\n", "Write-Host $env:DEPLOYMENT_GROUP_NAME\n")]
    public void PowerShell_is_fixed(string rule, string before, string after)
    {
        foreach (var eol in new[] { "\n", "\r\n" })
        {
            var hook = new WindowsHook("scripts/hook.ps1", before.Replace("\n", eol, StringComparison.Ordinal));

            // A single line has no line end to follow.
            if (eol == "\r\n" && !before.Contains('\n', StringComparison.Ordinal)) continue;
            Assert.Equal(after.Replace("\n", eol, StringComparison.Ordinal), hook.Fixed(rule));
            new WindowsHook("scripts/hook.ps1", hook.Fixed(rule)).AssertSilent(rule);
        }
    }

    [Theory]
    [InlineData("begin { Copy-Item a b }\n")]
    [InlineData("$ErrorActionPreference = 'SilentlyContinue'\nCopy-Item a b\n")]
    public void Where_a_line_at_the_top_would_not_help_no_fix_is_offered(string script)
    {
        var finding = Assert.Single(new WindowsHook("hook.ps1", script).Findings("SLW5101"));

        Assert.Null(finding.Fix);
    }

    [Fact]
    public void A_stop_script_is_fixed()
    {
        var hook = new WindowsHook("stop.ps1", Stop + "Stop-Service Shop\n", "ApplicationStop");

        Assert.Equal(Stop + "Stop-Service Shop -ErrorAction SilentlyContinue\n", hook.Fixed("SLW5016"));
    }

    [Theory]
    [InlineData("..\\..\\tools\\x.ps1", "scripts/hook.ps1", "tools/x.ps1", null)]
    [InlineData(".\\tools\\x.ps1", "scripts/hook.ps1", "tools/x.ps1", "Set-Location \"$PSScriptRoot\\..\"")]
    [InlineData(".\\x.ps1", "scripts/hook.ps1", "scripts/x.ps1", "Set-Location $PSScriptRoot")]
    [InlineData(".\\tools\\x.ps1", "hook.ps1", "tools/x.ps1", "Set-Location $PSScriptRoot")]
    public void PowerShell_goes_to_the_directory_that_has_the_file(string call, string path, string file, string? inserted)
    {
        var hook = new WindowsHook(path, Stop + call + "\n") { Tree = [file] };

        var finding = Assert.Single(hook.Findings("SLW5013"));
        Assert.Equal(inserted is not null, finding.Fix is not null);
        if (inserted is null) return;
        Assert.Equal(inserted + "\n" + Stop + call + "\n", hook.Fixed("SLW5013"));
        new WindowsHook(path, hook.Fixed("SLW5013")).AssertSilent("SLW5013");
    }

    [Theory]
    [InlineData("SLW5201", "@echo off\nnpm ci\nnet start a\n", "@echo off\ncall npm ci\nnet start a\n")]
    [InlineData("SLW5202", "goto fial\n:fail\nexit /b 1\n", "goto fail\n:fail\nexit /b 1\n")]
    [InlineData("SLW5008", "@echo off\nxcopy a b >nul 2>&1\nnet start a\n", "@echo off\nxcopy a b >nul 2>&1 || exit /b 1\nnet start a\n")]
    [InlineData("SLW5008", "copy a b & net start a\n", "copy a b || exit /b 1 & net start a\n")]
    [InlineData("SLW5008", "type a | findstr b\nsc query a\nnet start a\n", "type a | findstr b\nsc query a || exit /b 1\nnet start a\n")]
    [InlineData("SLW5008", "sc query | findstr b\nnet start a\n", "sc query | findstr b || exit /b 1\nnet start a\n")]
    [InlineData("SLW5011", "net start a\n  pause >nul\nexit /b\n", "net start a\nexit /b\n")]
    [InlineData("SLW5011", "timeout /t 5 /nobreak\n", "ping -n 6 127.0.0.1 >nul\n")]
    [InlineData("SLW5011", "timeout /t 10 >nul 2>&1\n", "ping -n 11 127.0.0.1 >nul 2>&1\n")]
    [InlineData("SLW5014", "echo %DEPLOYMENT_GROUPNAME%\n", "echo %DEPLOYMENT_GROUP_NAME%\n")]
    [InlineData("SLW5019", "cd /d C:\\shop\nrd /s /q .\n", "cd /d C:\\shop || exit /b 1\nrd /s /q .\n")]
    public void Batch_is_fixed(string rule, string before, string after)
    {
        foreach (var eol in new[] { "\n", "\r\n" })
        {
            var hook = new WindowsHook("scripts/hook.bat", before.Replace("\n", eol, StringComparison.Ordinal));

            Assert.Equal(after.Replace("\n", eol, StringComparison.Ordinal), hook.Fixed(rule));
            new WindowsHook("scripts/hook.bat", hook.Fixed(rule)).AssertSilent(rule);
        }
    }

    [Theory]
    [InlineData("taskkill /f /im a.exe\n", "taskkill /f /im a.exe || exit /b 0\n")]
    [InlineData("@echo off\nnet stop a >nul\nexit /b %errorlevel%\n", "@echo off\nnet stop a >nul || exit /b 0\nexit /b %errorlevel%\n")]
    public void A_batch_stop_script_is_fixed(string before, string after)
    {
        var hook = new WindowsHook("stop.bat", before, "ApplicationStop");

        Assert.Equal(after, hook.Fixed("SLW5016"));
        new WindowsHook("stop.bat", after, "ApplicationStop").AssertSilent("SLW5016");
    }

    [Fact]
    public void Batch_goes_to_the_directory_that_has_the_file()
    {
        var hook = new WindowsHook("scripts/hook.bat", "@echo off\nrem x\nif exist a (\n  call .\\tools\\x.bat\n)\n") { Tree = ["tools/x.bat"] };

        Assert.Equal("@echo off\nrem x\ncd /d \"%~dp0..\"\nif exist a (\n  call .\\tools\\x.bat\n)\n", hook.Fixed("SLW5013"));
    }

    [Theory]
    [InlineData("Console.WriteLine();\n", "#!/usr/bin/env dotnet\nConsole.WriteLine();\n")]
    [InlineData("#!/bin/bash\nConsole.WriteLine();\n", "#!/usr/bin/env dotnet\nConsole.WriteLine();\n")]
    [InlineData("", "#!/usr/bin/env dotnet\n")]
    public void A_CSharp_hook_gets_its_shebang(string before, string after) =>
        Assert.Equal(after, new WindowsHook("hook.cs", before, os: "linux").Fixed("SLW5302"));

    [Theory]
    [InlineData("hook.ps1", "$ErrorActionPreference = 'Stop'\nWrite-Host $env:BUNDLE_COMMIT\n")]
    [InlineData("hook.bat", "echo %BUNDLE_COMMIT%\n")]
    public void BUNDLE_COMMIT_exists_unless_the_revision_comes_from_a_bucket(string path, string script)
    {
        const string deploy = "applicationName: shop\nrevision: { bundleType: zip }\ndeploymentGroups: []\n";

        Assert.Single(new WindowsHook(path, script) { DeployFile = deploy }.Findings("SLW5014"));
        new WindowsHook(path, script) { DeployFile = deploy.Replace("bundleType: zip", "revisionType: GitHub", StringComparison.Ordinal) }.AssertSilent("SLW5014");
        new WindowsHook(path, script).AssertSilent("SLW5014");
    }

    [Theory]
    [InlineData("hook.ps1", "$ErrorActionPreference = 'Stop'\nWrite-Host $env:CI_REGION\n")]
    [InlineData("hook.bat", "echo %CI_REGION%\n")]
    public void Variables_that_an_instance_gives_to_hooks_are_known(string path, string script)
    {
        Assert.Single(new WindowsHook(path, script).Findings("SLW5014"));
        new WindowsHook(path, script) { DeployFile = "applicationName: shop\ninstances:\n  - { instanceName: a, environment: { CI_REGION: north } }\n" }.AssertSilent("SLW5014");
    }

    [Fact]
    public void The_usual_restart_in_64_bit_is_no_command_whose_failure_matters() => new WindowsHook("hook.ps1", """
        if ($PSHOME -like "*SysWOW64*") {
          Write-Warning "Restarting this script under 64-bit Windows PowerShell."
          & (Join-Path ($PSHOME -replace "SysWOW64", "SysNative") powershell.exe) -File `
            (Join-Path $PSScriptRoot $MyInvocation.MyCommand) @args
          Exit $LastExitCode
        }
        $ErrorActionPreference = 'Stop'
        Copy-Item a b
        """).AssertSilent("SLW5101");
}
