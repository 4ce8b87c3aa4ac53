using System.Text.Json;
using Json.Schema;
using Xunit;

namespace Slipway.Cli.Tests;

public sealed class SarifTests : IDisposable
{
    private const string Wrong = "version: 0.0\nos: linus\nfile:\n  - source: /\n    destination: /srv/app\n  - source: /\n    destination: /srv/app\n    owner: no\n    mode: 0644\n";

    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "sarif-2.1.0.json")));

    private readonly InProcess cli = new();

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData(Wrong)]
    [InlineData("version: 0.0\nos: linux\n")]
    [InlineData("")]
    [InlineData("\uFEFFversion: 0.0\r\nos: linus\r\n")]
    public async Task It_is_valid(string appSpec)
    {
        await Sarif(appSpec);
        var result = Schema.Evaluate(cli.Json, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(result.IsValid, string.Join('\n', result.Details!.Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join(' ', detail.Errors!.Values)}")));
    }

    [Fact]
    public async Task Every_finding_has_its_rule_and_its_place()
    {
        Directory.CreateDirectory(cli.PathOf("a folder"));
        File.WriteAllText(cli.PathOf("a folder/appspec.yml"), "version: 0.0\nos: linus\n");
        Assert.Equal(1, await cli.Slipway("check", "a folder", "--format", "sarif"));
        var run = Assert.Single(cli.Json.GetProperty("runs").EnumerateArray());
        var result = run.GetProperty("results").EnumerateArray().First(r => r.GetProperty("level").GetString() == "error");
        var rule = run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[result.GetProperty("ruleIndex").GetInt32()];
        Assert.Equal(result.GetProperty("ruleId").GetString(), rule.GetProperty("id").GetString());
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("a%20folder/appspec.yml", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("SRCROOT", place.GetProperty("artifactLocation").GetProperty("uriBaseId").GetString());
        Assert.Equal(2, place.GetProperty("region").GetProperty("startLine").GetInt32());
        Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
        Assert.EndsWith("/", run.GetProperty("originalUriBaseIds").GetProperty("SRCROOT").GetProperty("uri").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_count_from_the_root_of_the_repository()
    {
        Directory.CreateDirectory(cli.PathOf("../" + Path.GetFileName(cli.Folder) + "/.git"));
        Directory.CreateDirectory(cli.PathOf("app"));
        File.WriteAllText(cli.PathOf("app/appspec.yml"), "version: 0.0\nos: linus\n");
        await cli.Slipway("check", cli.PathOf("app"), "--format", "sarif");
        Assert.Equal("app/appspec.yml", Results()[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
    }

    [Fact]
    public async Task A_rule_brings_what_code_scanning_shows()
    {
        await Sarif(Wrong);
        Assert.All(cli.Json.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray(), rule => Assert.Multiple(
            () => Assert.Matches("^[A-Z][A-Za-z0-9]+$", rule.GetProperty("name").GetString()),
            () => Assert.NotEmpty(rule.GetProperty("shortDescription").GetProperty("text").GetString()!),
            () => Assert.EndsWith(".", rule.GetProperty("fullDescription").GetProperty("text").GetString(), StringComparison.Ordinal),
            () => Assert.Contains("## Why", rule.GetProperty("help").GetProperty("markdown").GetString(), StringComparison.Ordinal),
            () => Assert.NotEmpty(rule.GetProperty("help").GetProperty("text").GetString()!),
            () => Assert.StartsWith("https://", rule.GetProperty("helpUri").GetString(), StringComparison.Ordinal),
            () => Assert.NotEmpty(rule.GetProperty("properties").GetProperty("precision").GetString()!),
            () => Assert.NotEmpty(rule.GetProperty("properties").GetProperty("problem.severity").GetString()!),
            () => Assert.NotEqual(0, rule.GetProperty("properties").GetProperty("tags").GetArrayLength())));
    }

    [Fact]
    public async Task A_fix_is_the_edit_itself()
    {
        await Sarif("version: 0.0\nos: linus\n");
        var change = Results()[0].GetProperty("fixes")[0].GetProperty("artifactChanges")[0];
        Assert.Equal("appspec.yml", change.GetProperty("artifactLocation").GetProperty("uri").GetString());
        var replacement = Assert.Single(change.GetProperty("replacements").EnumerateArray());
        Assert.Equal("linux", replacement.GetProperty("insertedContent").GetProperty("text").GetString());
        Assert.Equal((2, 5, 2, 10), Region(replacement.GetProperty("deletedRegion")));
    }

    [Fact]
    public async Task A_fingerprint_survives_lines_above_and_tells_equal_lines_apart()
    {
        await Sarif("version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: a\n  - source: /x\n    destination: a\n");
        var before = Prints("SLW2004");
        Assert.Equal(2, before.Distinct().Count());
        await Sarif("# a comment\n\nversion: 0.0\nos: linux\nfiles:\n  - source: /\n    destination:   a\n  - source: /x\n    destination: a\n");
        Assert.Equal(before, Prints("SLW2004"));
        string[] Prints(string rule) => [.. Results().Where(result => result.GetProperty("ruleId").GetString() == rule)
            .Select(result => result.GetProperty("partialFingerprints").GetProperty("primaryLocationLineHash").GetString()!)];
    }

    private Task<int> Sarif(string appSpec)
    {
        File.WriteAllText(cli.PathOf("appspec.yml"), appSpec);
        return cli.Slipway("check", "appspec.yml", "--format", "sarif");
    }

    private JsonElement[] Results() => [.. cli.Json.GetProperty("runs")[0].GetProperty("results").EnumerateArray()];

    private static (int, int, int, int) Region(JsonElement region) =>
        (region.GetProperty("startLine").GetInt32(), region.GetProperty("startColumn").GetInt32(), region.GetProperty("endLine").GetInt32(), region.GetProperty("endColumn").GetInt32());
}
