using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using Xunit;

namespace Slipway.Specifications.Tests.Findings;

public sealed class SeveritySettingsTests
{
    private const string File = "/work/app/appspec.yml";

    private static readonly SeveritySettings Everything = new()
    {
        Given = new Dictionary<string, Severity?> { ["SLW2007"] = Severity.Info },
        NoWarn = SeveritySettings.Ids("CS1591;SLW2007"),
        WarningsAsErrors = SeveritySettings.Ids("SLW2007"),
        Global = Global(("/work/.globalconfig", "is_global = true\ndotnet_diagnostic.SLW2007.severity = warning\n")),
        EditorConfigs = [EditorConfig.Parse("/work", "[*.yml]\nslipway_diagnostic.SLW2007.severity = suggestion\n")],
        Profile = RuleProfile.Strict,
    };

    [Fact]
    public void Each_setting_gives_way_to_the_one_before_it()
    {
        Assert.Equal(Severity.Info, Of(Everything));
        var settings = Everything with { Given = new Dictionary<string, Severity?>() };
        Assert.Equal(Severity.None, Of(settings));
        settings = settings with { NoWarn = [] };
        Assert.Equal(Severity.Error, Of(settings));
        settings = settings with { WarningsAsErrors = [] };
        Assert.Equal(Severity.Warning, Of(settings));
        settings = settings with { Global = new() };
        Assert.Equal(Severity.Info, Of(settings));
        settings = settings with { EditorConfigs = [] };
        Assert.Equal(Severity.Error, Of(settings));
        Assert.Equal(Severity.Warning, Of(settings with { Profile = RuleProfile.Recommended }));
    }

    [Fact]
    public void What_a_file_switches_off_for_itself_stays_off()
    {
        var off = Everything with
        {
            Given = new Dictionary<string, Severity?>(),
            NoWarn = [],
            EditorConfigs = [EditorConfig.Parse("/work/app", "[appspec.yml]\nSLIPWAY_DIAGNOSTIC.slw2007.severity = none\n")],
        };
        Assert.Equal(Severity.None, Of(off));
        Assert.Equal(Severity.Error, off.SeverityOf("SLW2007", Severity.Warning, "/work/app/other.yml"));
    }

    [Fact]
    public void The_nearest_editorconfig_wins_and_a_root_ends_the_search()
    {
        var outer = EditorConfig.Parse("/work", "[*]\nslipway_diagnostic.SLW2007.severity = error\nslipway_diagnostic.SLW5001.severity = info\n");
        var inner = EditorConfig.Parse("/work/app", "[*]\nslipway_diagnostic.SLW2007.severity = silent\n");
        var root = EditorConfig.Parse("/work/app", "root = true\n[*]\nslipway_diagnostic.SLW2007.severity = silent\n");
        Assert.Equal(Severity.Error, Of(new() { EditorConfigs = [outer] }));
        Assert.Equal(Severity.None, Of(new() { EditorConfigs = [outer, inner] }));
        Assert.Equal(Severity.Info, new SeveritySettings { EditorConfigs = [outer, inner] }.SeverityOf("SLW5001", Severity.Error, File));
        Assert.Equal(Severity.Error, new SeveritySettings { EditorConfigs = [outer, root] }.SeverityOf("SLW5001", Severity.Error, File));
    }

    [Fact]
    public void Our_keys_speak_of_one_rule_or_of_all_for_a_file_or_for_the_project()
    {
        var one = EditorConfig.Parse("/work", "[*]\nslipway_diagnostic.SLW2007.severity = info\n");
        var all = EditorConfig.Parse("/work/app", "[*]\nslipway_diagnostic.severity = error\n");
        var project = Global(("/work/.globalconfig", "is_global = true\nslipway_diagnostic.SLW2007.severity = none\n"));
        var projectAll = Global(("/work/.globalconfig", "is_global = true\nslipway_diagnostic.severity = none\n"));
        Assert.Equal(Severity.Error, Of(new() { EditorConfigs = [all] }));
        Assert.Equal(Severity.Info, Of(new() { EditorConfigs = [one, all] }));
        Assert.Equal(Severity.Error, Of(new() { EditorConfigs = [all], Global = project }));
        Assert.Equal(Severity.None, Of(new() { Global = project }));
        Assert.Equal(Severity.None, Of(new() { Global = projectAll }));
        Assert.Equal(Severity.Error, new SeveritySettings { Global = project }.SeverityOf("SLW5001", Severity.Error, File));
    }

    [Fact]
    public void Default_and_words_that_are_none_leave_the_rule_its_own() => Assert.Multiple(
        () => Assert.Equal(Severity.Warning, Of(new() { EditorConfigs = [EditorConfig.Parse("/work", "[*]\nslipway_diagnostic.SLW2007.severity = default\n")] })),
        () => Assert.Equal(Severity.Warning, Of(new() { EditorConfigs = [EditorConfig.Parse("/work", "[*]\nslipway_diagnostic.SLW2007.severity = loud\n")] })),
        () => Assert.Equal(Severity.Warning, Of(new() { Given = new Dictionary<string, Severity?> { ["SLW2007"] = null } })));

    [Fact]
    public void The_compilers_own_key_says_nothing_about_these_files() =>
        Assert.Equal(Severity.Warning, Of(new() { EditorConfigs = [EditorConfig.Parse("/work", "[*]\ndotnet_diagnostic.SLW2007.severity = error\n")] }));

    [Fact]
    public void Warnings_become_errors_but_for_those_that_are_named()
    {
        var settings = new SeveritySettings { TreatWarningsAsErrors = true, WarningsNotAsErrors = SeveritySettings.Ids("SLW5003") };
        Assert.Equal(Severity.Error, Of(settings));
        Assert.Equal(Severity.Warning, settings.SeverityOf("SLW5003", Severity.Warning, File));
        Assert.Equal(Severity.Info, settings.SeverityOf("SLW2013", Severity.Info, File));
    }

    [Theory]
    [InlineData("100:error 0:none", "error")]
    [InlineData("0:error 0:none", null)]
    [InlineData("0:error 0:ERROR", "error")]
    [InlineData("0:error 0:none 5:warning", "warning")]
    [InlineData("7:error 5:warning 7:none", null)]
    public void Global_files_are_merged_by_level_and_contradictions_are_void(string files, string? expected)
    {
        var global = new GlobalSeverities();
        foreach (var file in files.Split(' '))
        {
            var (level, word) = (file.Split(':')[0], file.Split(':')[1]);
            global.Add(EditorConfig.Parse("/work", $"is_global = true\nglobal_level = {level}\ndotnet_diagnostic.SLW2007.severity = {word}\n"), "x.globalconfig");
        }

        Assert.Equal(expected, global.Find("dotnet_diagnostic.SLW2007.severity"));
    }

    [Fact]
    public void A_file_called_globalconfig_stands_above_others_by_its_name() =>
        Assert.Equal("none", Global(("/work/.globalconfig", "dotnet_diagnostic.SLW2007.severity = none"), ("/work/x.globalconfig", "dotnet_diagnostic.SLW2007.severity = error"))
            .Find("dotnet_diagnostic.SLW2007.severity"));

    [Theory]
    [InlineData(RuleProfile.Strict, "SLW2007", Severity.Info, Severity.Error)]
    [InlineData(RuleProfile.Strict, "SLW5008", Severity.Info, Severity.Error)]
    [InlineData(RuleProfile.Strict, "SLW5101", Severity.Warning, Severity.Error)]
    [InlineData(RuleProfile.Strict, "SLW5003", Severity.Warning, Severity.Error)]
    [InlineData(RuleProfile.Strict, "SLW8015", Severity.Warning, Severity.Warning)]
    [InlineData(RuleProfile.Strict, "SLW1023", Severity.Warning, Severity.Warning)]
    [InlineData(RuleProfile.Strict, "SLW2013", Severity.Info, Severity.Info)]
    [InlineData(RuleProfile.None, "SLW1014", Severity.Error, Severity.Error)]
    [InlineData(RuleProfile.None, "SLW1014", Severity.Warning, Severity.None)]
    [InlineData(RuleProfile.None, "SLW5001", Severity.Error, Severity.None)]
    [InlineData(RuleProfile.None, "SLW8012", Severity.Error, Severity.Error)]
    [InlineData(RuleProfile.Recommended, "SLW2007", Severity.Warning, Severity.Warning)]
    [InlineData(RuleProfile.Strict, "SLW2007", Severity.None, Severity.None)]
    public void A_profile_decides_by_rule(RuleProfile profile, string rule, Severity reported, Severity expected) =>
        Assert.Equal(expected, RuleProfiles.SeverityOf(profile, rule, reported));

    [Theory]
    [InlineData(RuleProfile.Recommended)]
    [InlineData(RuleProfile.Strict)]
    [InlineData(RuleProfile.None)]
    public void The_globalconfig_of_a_profile_agrees_with_it_on_every_rule(RuleProfile profile) =>
        Assert.All(RuleCatalogue.All.Where(rule => profile != RuleProfile.None || rule.DefaultSeverity == Severity.Error), rule =>
            Assert.Equal(RuleProfiles.SeverityOf(profile, rule.Id, rule.DefaultSeverity), RuleProfiles.Configured(profile, rule) ?? rule.DefaultSeverity));

    private static Severity Of(SeveritySettings settings) => settings.SeverityOf("SLW2007", Severity.Warning, File);

    private static GlobalSeverities Global(params (string Path, string Text)[] files)
    {
        var global = new GlobalSeverities();
        foreach (var (path, text) in files) global.Add(EditorConfig.Parse("/work", text), Path.GetFileName(path));
        return global;
    }
}
