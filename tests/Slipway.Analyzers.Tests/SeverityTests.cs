using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Slipway.Analyzers.Tests;

/// <summary>Every way to choose a severity, on findings whose severity is the rule's (an unknown key near a known one: error) and on others (a strange key: warning).</summary>
public class SeverityTests
{
    // SLW1011 is an error by default: 'hook' is one, 'something' only a warning. SLW2007 is a warning by default.
    private static readonly AnalyzedProject Project = AnalyzedProject.Create()
        .AppSpec("version: 0.0\nos: linux\nhook: {}\nsomething: 1\nfiles:\n  - source: a\n    destination: /srv\n    overwrite: true\n");

    [Theory]
    [InlineData("", "SLW1011 Error, SLW1011 Warning, SLW2007 Warning")]
    [InlineData("slipway_diagnostic.SLW1011.severity = error", "SLW1011 Error, SLW1011 Error, SLW2007 Warning")]
    [InlineData("slipway_diagnostic.SLW1011.severity = Warning", "SLW1011 Warning, SLW1011 Warning, SLW2007 Warning")]
    [InlineData("slipway_diagnostic.slw1011.severity = suggestion", "SLW1011 Info, SLW1011 Info, SLW2007 Warning")]
    [InlineData("slipway_diagnostic.SLW1011.severity = info", "SLW1011 Info, SLW1011 Info, SLW2007 Warning")]
    [InlineData("slipway_diagnostic.SLW1011.severity = silent", "SLW1011 Hidden, SLW1011 Hidden, SLW2007 Warning")]
    [InlineData("slipway_diagnostic.SLW1011.severity = none", "SLW2007 Warning")]
    [InlineData("slipway_diagnostic.SLW1011.severity = default", "SLW1011 Error, SLW1011 Warning, SLW2007 Warning")]
    [InlineData("slipway_diagnostic.SLW1011.severity = loud", "SLW1011 Error, SLW1011 Warning, SLW2007 Warning")]
    [InlineData("slipway_diagnostic.severity = info", "SLW1011 Info, SLW1011 Info, SLW2007 Info")]
    [InlineData("slipway_diagnostic.severity = none\nslipway_diagnostic.SLW2007.severity = error", "SLW2007 Error")]
    [InlineData("dotnet_diagnostic.SLW1011.severity = none", "SLW1011 Error, SLW1011 Warning, SLW2007 Warning")]
    public async Task In_an_editorconfig_beside_the_file(string lines, string expected) =>
        await Expect(Project.With(".editorconfig", null, $"root = true\n[*.yml]\n{lines}\n"), expected);

    [Theory]
    [InlineData("dotnet_diagnostic.SLW1011.severity = error", "SLW1011 Error, SLW1011 Error, SLW2007 Warning")]
    [InlineData("dotnet_diagnostic.SLW1011.severity = warning", "SLW1011 Warning, SLW1011 Warning, SLW2007 Warning")]
    [InlineData("dotnet_diagnostic.SLW1011.severity = suggestion", "SLW1011 Info, SLW1011 Info, SLW2007 Warning")]
    [InlineData("dotnet_diagnostic.SLW1011.severity = none", "SLW2007 Warning")]
    [InlineData("dotnet_diagnostic.SLW2007.severity = error", "SLW1011 Error, SLW1011 Warning, SLW2007 Error")]
    [InlineData("slipway_diagnostic.SLW2007.severity = error", "SLW1011 Error, SLW1011 Warning, SLW2007 Error")]
    [InlineData("slipway_diagnostic.SLW1011.severity = none", "SLW2007 Warning")]
    public async Task In_a_globalconfig(string line, string expected) => await Expect(Project.With(".globalconfig", null, $"is_global = true\n{line}\n"), expected);

    [Theory]
    [InlineData("recommended", "SLW1011 Error, SLW1011 Warning, SLW2007 Warning")]
    [InlineData("strict", "SLW1011 Error, SLW1011 Error, SLW2007 Error")]
    [InlineData("none", "")]
    public async Task By_a_profile_as_it_is_shipped(string profile, string expected) => await Expect(WithProfile(profile), expected);

    [Fact]
    public async Task The_globalconfig_of_the_user_goes_before_the_profile() =>
        await Expect(WithProfile("strict").With(".globalconfig", null, "is_global = true\ndotnet_diagnostic.SLW2007.severity = suggestion\nslipway_diagnostic.SLW1011.severity = warning\n"),
            "SLW1011 Warning, SLW1011 Warning, SLW2007 Info");

    [Fact]
    public async Task The_editorconfig_goes_before_the_profile_and_before_the_same_key_of_a_globalconfig() =>
        await Expect(WithProfile("strict").With(".globalconfig", null, "is_global = true\nslipway_diagnostic.SLW1011.severity = none\n")
            .With(".editorconfig", null, "[appspec.yml]\nslipway_diagnostic.SLW1011.severity = suggestion\nslipway_diagnostic.SLW2007.severity = warning\n"),
            "SLW1011 Info, SLW1011 Info, SLW2007 Warning");

    [Fact]
    public async Task NoWarn_switches_errors_off_too() => await Expect(Specific(ReportDiagnostic.Suppress, "SLW1011"), "SLW2007 Warning");

    [Fact]
    public async Task WarningsAsErrors_raises_a_rule() => await Expect(Specific(ReportDiagnostic.Error, "SLW2007"), "SLW1011 Error, SLW1011 Warning, SLW2007 Error");

    [Fact]
    public async Task TreatWarningsAsErrors_raises_findings_that_are_warnings() =>
        await Expect(Project.WithOptions(options => options.WithGeneralDiagnosticOption(ReportDiagnostic.Error)), "SLW1011 Error, SLW1011 Error, SLW2007 Error");

    [Fact]
    public async Task WarningsNotAsErrors_excepts_a_rule() => await Expect(
        Project.WithOptions(options => options.WithGeneralDiagnosticOption(ReportDiagnostic.Error).WithSpecificDiagnosticOptions([new("SLW2007", ReportDiagnostic.Default)])),
        "SLW1011 Error, SLW1011 Error, SLW2007 Warning");

    [Theory]
    [InlineData("hook: {} # slipway: disable SLW1011\n")]
    [InlineData("# slipway: disable-next-line SLW1011\nhook: {}\n")]
    public async Task A_comment_switches_a_rule_off_for_a_line(string lines) =>
        await Expect(AnalyzedProject.Create().AppSpec("version: 0.0\nos: linux\n" + lines + "something: 1\n"), "SLW1011 Warning");

    [Fact]
    public async Task A_comment_at_the_top_switches_a_rule_off_for_the_file() =>
        await Expect(AnalyzedProject.Create().AppSpec("# slipway: disable-file SLW1011\nversion: 0.0\nos: linux\nhook: {}\nsomething: 1\n"), "");

    [Fact]
    public async Task A_comment_in_a_script_switches_a_rule_off_there()
    {
        var project = AnalyzedProject.Create().AppSpec("version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: a.sh\n").Script("a.sh", "#!/bin/sh\n# slipway: disable-file SLW5001\necho\r\n");

        Assert.DoesNotContain(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id == "SLW5001");
    }

    private static AnalyzedProject WithProfile(string profile) =>
        Project.With($"{profile}.globalconfig", null, File.ReadAllText(Path.Combine(Checkout.Root, "build", "profiles", $"{profile}.globalconfig")));

    private static AnalyzedProject Specific(ReportDiagnostic report, string rule) =>
        Project.WithOptions(options => options.WithSpecificDiagnosticOptions([new(rule, report)]));

    private static async Task Expect(AnalyzedProject project, string expected) =>
        Assert.Equal(expected, string.Join(", ", (await project.DiagnosticsAsync()).Select(diagnostic => $"{diagnostic.Id} {diagnostic.Severity}")
            .Order(StringComparer.Ordinal)));
}
