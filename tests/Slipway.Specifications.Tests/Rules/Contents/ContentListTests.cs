using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Contents;

/// <summary>SLW9006 to SLW9010, SLW9017 and SLW9018: what the list of a revision shows. The expected stretch stands between ‹ and ›.</summary>
public sealed class ContentListTests
{
    private const string Linux = "version: 0.0\nos: linux\nfiles:\n  - source: ‹/app/›\n    destination: /srv/app\n";
    private const string Windows = "version: 0.0\nos: windows\nfiles:\n  - source: ‹App›\n    destination: C:\\shop\n";
    private const string Unmapped = "‹›version: 0.0\nos: linux\nfiles:\n  - source: web\n    destination: /srv/app\n";

    public static TheoryData<string, Severity, string, RevisionItem> Wrong => new()
    {
        { "SLW9006", Severity.Warning, Linux, new("app/a", Mode: 0x1B6) },
        { "SLW9006", Severity.Warning, Linux, new("app/a", Mode: 0x9ED) },
        { "SLW9007", Severity.Error, Linux, Link("app/a", "/etc/shadow") },
        { "SLW9007", Severity.Error, Linux, Link("app/a", "../../x") },
        { "SLW9007", Severity.Error, Linux, Link("app/a", "missing") },
        { "SLW9007", Severity.Error, Linux, Link("app/a", ".") },
        { "SLW9007", Severity.Error, Linux, Link("app/a/b", "../../app") },
        { "SLW9007", Severity.Error, Linux, Link("app/a", "a") },
        { "SLW9007", Severity.Error, Linux, new("app/pipe", RevisionItemKind.Special) },
        { "SLW9008", Severity.Error, Linux, new("app/two\nlines") },
        { "SLW9008", Severity.Error, Linux, new("app/\u001b[31m") },
        { "SLW9008", Severity.Error, Linux, new("app/ first") },
        { "SLW9008", Severity.Error, Linux, new("app/last ") },
        { "SLW9008", Severity.Error, Linux, new("app/a\\b") },
        { "SLW9008", Severity.Error, Linux, new("app/\uFFFD") },
        { "SLW9008", Severity.Error, Linux, new("app/\uD800") },
        { "SLW9008", Severity.Error, Unmapped, new("other/last ") },
        { "SLW9009", Severity.Error, Windows, new("app/AUX.txt") },
        { "SLW9009", Severity.Error, Windows, new("app/com1") },
        { "SLW9009", Severity.Error, Windows, new("app/what?.txt") },
        { "SLW9009", Severity.Error, Windows, new("app/dot.") },
        { "SLW9009", Severity.Error, Windows, new("app/lpt9.tar.gz/file") },
        { "SLW9009", Severity.Warning, Windows, new("app/" + new string('a', 252)) },
        { "SLW9009", Severity.Warning, Windows, new("app/größe.txt") },
        { "SLW9010", Severity.Warning, Unmapped, new("big", Size: 1_000_000_001) },
        { "SLW9010", Severity.Warning, Unmapped, new("big", Size: 500_000_001) },
        { "SLW9010", Severity.Error, Unmapped, new("big", Size: 5_000_000_000_001) },
        { "SLW9017", Severity.Warning, Linux, new("app/.git/config") },
        { "SLW9017", Severity.Warning, Linux, new("app/.git") },
        { "SLW9017", Severity.Warning, Linux, new("app/.vscode/settings.json") },
        { "SLW9017", Severity.Warning, Linux, new("app/obj/project.assets.json") },
        { "SLW9017", Severity.Info, Linux, new("app/.gitignore") },
        { "SLW9017", Severity.Info, Linux, new("app/Shop.csproj.user") },
        { "SLW9017", Severity.Info, Linux, new("app/.DS_Store") },
        { "SLW9017", Severity.Warning, Unmapped, new("__MACOSX/x") },
        { "SLW9018", Severity.Warning, Linux, new("app/appsettings.Development.json") },
        { "SLW9018", Severity.Warning, Linux, new("app/appsettings.Local.json") },
        { "SLW9018", Severity.Warning, Linux, new("app/Properties/launchSettings.json") },
        { "SLW9018", Severity.Warning, Linux, new("app/web.Debug.config") },
        { "SLW9018", Severity.Warning, Linux, new("app/nlog.Development.config") },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Marks_the_source_that_maps_the_file(string rule, Severity severity, string marked, RevisionItem item)
    {
        var start = marked.IndexOf('‹', StringComparison.Ordinal);
        var length = marked.IndexOf('›', StringComparison.Ordinal) - start - 1;

        var finding = Assert.Single(Check(marked, [item, new("app/ok.txt", Mode: 0x1A4)]), finding => finding.Rule == rule);

        Assert.Equal((severity, start, length), (finding.Severity, finding.Range.Offset, finding.Range.Length));
        Assert.DoesNotContain(finding.Message, char.IsControl);
    }

    public static TheoryData<string, string, RevisionItem[]> Right => new()
    {
        // Modes of the toolkit, unknown modes, a script without x, a directory, and what stays in the bundle.
        { "SLW9006", Linux, [new("app/a", Mode: 0x1A4), new("app/b", Mode: 0x1ED), new("app/c"), new("app/s.sh", Mode: 0x1A4), new("app/d", RevisionItemKind.Directory, 0x1FF)] },
        { "SLW9006", Unmapped, [new("app/a", Mode: 0x1FF)] },
        { "SLW9006", Windows, [new("App/a", Mode: 0x1FF)] },
        { "SLW9007", Linux, [Link("app/a", "b/c"), new("app/b/c"), Link("app/b/d", "../a"), Link("app/e", "b"), Link("app/f", "e/c"), Link("app/b/x", "../../web/y"), new("web/y")] },
        { "SLW9007", Linux, [Link("app/a", "dist/x"), new("app/dist", RevisionItemKind.Produced)] },
        { "SLW9007", Unmapped, [Link("app/a", "/etc/passwd"), new("app/p", RevisionItemKind.Special)] },
        { "SLW9007", Windows, [Link("App/a", "/x")] },
        { "SLW9008", Linux, [new("app/größe 漢字 😀.txt"), new("app/.hidden"), new("app/a b"), new("app/a:b?.txt")] },
        { "SLW9008", Windows, [new("App/last ")] },
        { "SLW9009", Linux, [new("app/aux.js"), new("app/a:b"), new("app/A"), new("app/a"), new("app/größe")] },
        { "SLW9009", Windows, [new("App/auxiliary.js"), new("App/com10"), new("App/console.js"), new("App/.hidden"), new("App/a b.txt"), new("App/nullable.dll")] },
        { "SLW9010", Linux, [new("app/a", Size: 499_000_000), new("app/b", Size: 499_000_000)] },
        { "SLW9017", Linux, [new("app/.well-known/security.txt"), new("app/.github.md"), new("app/wwwroot/models/obj/tree.obj"), new("app/.htaccess"), new("app/objects/x"), new("app/git/x")] },
        { "SLW9018", Linux, [new("app/appsettings.json"), new("app/appsettings.Production.json"), new("app/Shop.pdb"), new("app/Development.json"), new("app/docs.Development.html")] },
        { "SLW9018", Unmapped, [new("app/appsettings.Development.json")] },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public void Is_silent_about_what_is_right(string rule, string text, RevisionItem[] items) =>
        Assert.DoesNotContain(Check(text, items), finding => finding.Rule == rule);

    [Fact]
    public void Names_that_differ_only_in_case_are_one_on_Windows()
    {
        var finding = Assert.Single(Check(Windows, [new("App/a.txt"), new("App/A.txt")]), finding => finding.Rule == "SLW9009");

        Assert.Equal("'App/a.txt' and 'App/A.txt' are one name on Windows; the install would fail. Rename one of them.", finding.Message);
    }

    [Fact]
    public void Files_with_one_fault_in_one_mapping_are_one_finding()
    {
        var findings = Check(Linux, [.. Enumerable.Range(0, 50).Select(i => new RevisionItem($"app/f{i}", Mode: 0x1FF)), new("app/g", Mode: 0x1B6)])
            .Where(finding => finding.Rule == "SLW9006").ToList();

        Assert.Equal(2, findings.Count);
        Assert.StartsWith("'app/f0' is packed with mode 0777, which the host keeps: every account can change it.", findings[0].Message, StringComparison.Ordinal);
        Assert.EndsWith(" 49 more are alike.", findings[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("750MB", 700, false)]
    [InlineData("750MB", 800, true)]
    [InlineData("2 gb", 1900, false)]
    [InlineData("1000000", 2, true)]
    [InlineData("much", 400, false)]
    public void Limits_are_properties(string limit, int megabytes, bool isReported)
    {
        var properties = new Dictionary<string, string> { ["SlipwayMaxFileSize"] = limit, ["SlipwayMaxRevisionSize"] = limit == "much" ? "much" : "3GB" };

        var findings = Check(Linux, [new("app/a", Size: megabytes * 1_000_000L)], properties);

        Assert.Equal(isReported, findings.Any(finding => finding.Rule == "SLW9010"));
    }

    [Theory]
    [InlineData("DeploymentGroup", "local", 0)]
    [InlineData("DeploymentGroup", "Dev", 0)]
    [InlineData("DeploymentGroup", "test", 0)]
    [InlineData("DeploymentGroup", "production", 2)]
    [InlineData("SlipwayIncludeSymbols", "true", 1)]
    public void Development_files_may_go_to_groups_for_development(string name, string value, int expected)
    {
        var properties = new Dictionary<string, string> { ["AssemblyName"] = "Shop", [name] = value };

        var findings = Check(Linux, [new("app/Shop.pdb"), new("app/Other.pdb"), new("app/appsettings.Development.json")], properties).Where(finding => finding.Rule == "SLW9018").ToList();

        Assert.Equal(expected, findings.Count);
        Assert.Equal(expected == 2, findings.Exists(finding => finding.Severity == Severity.Info && finding.Message.Contains("Shop.pdb", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_debug_build_is_reported_when_it_is_deployed()
    {
        var debug = new Dictionary<string, string> { ["Configuration"] = "Debug", ["DeploymentGroup"] = "production" };

        Assert.DoesNotContain(Check(Linux, [new("app/a")], debug), finding => finding.Rule == "SLW9018");
        debug["Deploy"] = "true";
        Assert.Equal(SourceRange.Start, Assert.Single(Check(Linux, [new("app/a")], debug), finding => finding.Rule == "SLW9018").Range);
    }

    [Fact]
    public void A_hundred_thousand_files_cost_little_memory()
    {
        var items = new List<RevisionItem>();
        for (var i = 0; i < 100_000; i++) items.Add(new($"app/d{i / 100}/f{i % 100}", i % 50 == 0 ? RevisionItemKind.Link : RevisionItemKind.File, 0x1FF, 10, i % 50 == 0 ? "f1" : null));
        var text = "version: 0.0\nos: linux\nfiles:\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"  - source: app/d{i}\n    destination: /srv/d{i}\n"));
        Check(text, items);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var findings = Check(text, items);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(1000, findings.Count(finding => finding.Rule == "SLW9006"));
        Assert.True(bytes < 2_000L * items.Count, $"{bytes / items.Count} bytes a file");
    }

    private static RevisionItem Link(string path, string target) => new(path, RevisionItemKind.Link, LinkTarget: target);

    private static IReadOnlyList<Finding> Check(string marked, IReadOnlyList<RevisionItem> items, Dictionary<string, string>? properties = null) => AppSpecCheck.Run(new RuleInputs
    {
        File = "appspec.yml",
        Text = marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal),
        Revision = [new("appspec.yml"), .. items],
        Properties = properties,
    });
}
