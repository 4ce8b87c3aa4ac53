using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Scripts;

/// <summary>SLW5301 and SLW5302: hooks in C#.</summary>
public sealed class CSharpHookTests
{
    [Theory]
    [InlineData("SLW5301", Severity.Error, "#!/usr/bin/env dotnet\nConsole.WriteLine(1)‹›\nreturn 0;\n")]
    [InlineData("SLW5302", Severity.Error, "‹Console.WriteLine(1);›\nreturn 0;\n")]
    [InlineData("SLW5302", Severity.Error, "‹#!/bin/bash›\nConsole.WriteLine(1);\n")]
    [InlineData("SLW5302", Severity.Warning, "#!/usr/bin/env dotnet\n‹#:package Humanizer@2.14.1›\nConsole.WriteLine(1);\n")]
    [InlineData("SLW5302", Severity.Error, "#!/usr/bin/env dotnet\n#:project ‹../src/Lib›\nConsole.WriteLine(1);\n")]
    public void Marks_the_token(string rule, Severity severity, string script)
    {
        var hook = new WindowsHook("scripts/hook.cs", script, os: "linux") { Tree = ["scripts/x"] };

        // The compiler marks the place where the semicolon is missing.
        if (hook.Length == 0) Assert.Equal(hook.Start, Assert.Single(hook.Findings(rule)).Range.Offset);
        else hook.AssertMarks(rule, severity);
    }

    [Theory]
    [InlineData("#!/usr/bin/env dotnet\nreturn 0;\n")]
    [InlineData("#!/usr/bin/env -S dotnet run\nreturn 0;\n")]
    [InlineData("#!/usr/bin/dotnet\nreturn 0;\n")]
    [InlineData("#!/usr/bin/dotnet run\n#:property LangVersion=preview\n#:sdk Microsoft.NET.Sdk.Web\nreturn 0;\n")]
    [InlineData("#!/usr/bin/env dotnet\n#:project ../src/Lib\n#:project ../src/Lib/Lib.csproj\n#:project $(Root)/x\nreturn 0;\n")]
    [InlineData("#!/usr/bin/env dotnet\nvar a = \"#:project nowhere\";\n#region x\n#endregion\nUnknownType.Call(a);\nreturn 0;\n")]
    public void Stays_silent(string script)
    {
        var hook = new WindowsHook("scripts/hook.cs", script, os: "linux") { Tree = ["src/Lib/Lib.csproj"] };

        hook.AssertSilent("SLW5301");
        hook.AssertSilent("SLW5302");
    }

    [Fact]
    public void Windows_never_starts_one() =>
        new WindowsHook("hook.cs", "‹#!/usr/bin/env dotnet›\nreturn 0;\n").AssertMarks("SLW5302", Severity.Error);

    [Fact]
    public void Without_a_list_a_project_may_be_there() =>
        new WindowsHook("hook.cs", "#!/usr/bin/env dotnet\n#:project ../Lib\nreturn 0;\n", os: "linux").AssertSilent("SLW5302");

    [Fact]
    public void Without_a_compiler_nothing_is_said()
    {
        var script = new ScriptFile("hook.cs", "hook.cs", "#!/usr/bin/env dotnet\nreturn 0\n"u8.ToArray());
        var findings = AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = "version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: hook.cs\n", Scripts = [script] });

        Assert.DoesNotContain(findings, finding => finding.Rule == "SLW5301");
    }
}
