using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Hooks;

/// <summary>SLW4011 for what is named like a script and is none.</summary>
public sealed class BinaryScriptTests
{
    private static IReadOnlyList<Finding> Check(string name, string os, params byte[] content)
    {
        var text = $"version: 0.0\nos: {os}\nhooks:\n  AfterInstall:\n    - location: scripts/{name}\n";
        var findings = AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = text, Scripts = [new ScriptFile("scripts/" + name, name, content)] });
        return [.. findings.Where(finding => finding.Rule == "SLW4011")];
    }

    [Theory]
    [InlineData("a.sh", "linux")]
    [InlineData("a.py", "linux")]
    [InlineData("a.bat", "windows")]
    [InlineData("a.ps1", "windows")]
    public void Binary_data_under_the_name_of_a_script_is_reported_on_the_extension(string name, string os)
    {
        var finding = Assert.Single(Check(name, os, 0x89, 0x50, 0, 1, 2, 3));

        Assert.Equal((Severity.Error, 5, 26, 25 + name.Length), (finding.Severity, finding.Range.Line, finding.Range.Column, finding.Range.EndColumn));
        Assert.Contains("holds binary data", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_scripts_that_carry_data_and_wide_texts_are_none_of_these()
    {
        Assert.Empty(Check("a.sh", "linux", [0x7F, .. "ELF"u8, 0, 0]));
        Assert.Empty(Check("a.sh", "linux", [.. "#!/bin/sh\nexit\n"u8, 0, 1, 2]));
        Assert.Empty(Check("a.ps1", "windows", [0xFF, 0xFE, .. "W\0r\0i\0t\0e\0"u8]));
        Assert.Empty(Check("install", "linux", 0xCA, 0xFE, 0, 0));
        Assert.Empty(Check("a.sh", "linux", [.. "#!/bin/sh\nset -e\ncp a b\n"u8]));
    }
}
