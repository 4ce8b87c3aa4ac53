using System.Text;

namespace Slipway.Analyzers.Tests;

/// <summary>Input that somebody made to hurt ends in a finding.</summary>
public class BoundsTests
{
    private const string Header = "version: 0.0\nos: linux\n";

    [Fact]
    public async Task Ten_megabytes_are_one_finding_and_are_not_parsed() =>
        Assert.Equal("SLW1001", Assert.Single(await Findings(Header + new string('#', 10 << 20))).Id);

    [Fact]
    public async Task Ten_thousand_levels_are_one_finding() => Assert.Equal("SLW1001", Assert.Single(await Findings(Header + "x: " + new string('[', 10_000))).Id);

    [Fact]
    public async Task A_million_keys_are_one_finding()
    {
        var text = new StringBuilder(Header);
        for (var i = 0; i < 1_000_000; i++) text.Append('k').Append(i).Append(": 1\n");

        Assert.Equal("SLW1001", Assert.Single(await Findings(text.ToString())).Id);
    }

    [Fact]
    public async Task More_mistakes_than_anybody_reads_are_listed_in_part_and_counted()
    {
        var text = new StringBuilder(Header);
        for (var i = 0; i < 20_000; i++) text.Append('k').Append(i).Append(": 1\n");

        var found = (await Findings(text.ToString())).Where(diagnostic => diagnostic.Id == "SLW1011").ToList();

        Assert.Equal(1_001, found.Count);
        Assert.Contains(found, diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture).StartsWith("19000 more findings of this rule", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_binary_file_as_document_is_a_finding()
    {
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);

        Assert.NotEmpty(await AnalyzedProject.Create().WithBytes("appspec.yml", "appspec", bytes, Encoding.Latin1).DiagnosticsAsync());
    }

    [Fact]
    public async Task A_binary_or_huge_file_as_script_is_passed_over()
    {
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);
        var project = AnalyzedProject.Create().AppSpec(Header).WithBytes("a.sh", "script", bytes, Encoding.Latin1).Script("b.sh", "#!/bin/sh\n" + new string('\n', 10 << 20))
            .Script("c.cs", "class C { void M() { " + new string('(', 100_000)).Script("d.cs", string.Concat(Enumerable.Repeat("A<", 100_000)));

        Assert.DoesNotContain(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id is "AD0001" or "SLW0080");
    }

    private static async Task<IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic>> Findings(string text) => await AnalyzedProject.Create().AppSpec(text).DiagnosticsAsync();
}
