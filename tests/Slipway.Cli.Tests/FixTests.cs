using Slipway.Specifications.Rules;
using Xunit;

namespace Slipway.Cli.Tests;

public sealed class FixTests : IDisposable
{
    private const string Wrong = "version: 0.0\nos: linus # which\nfiles:\n  - source: /\n    distination: /srv/app\n";
    private const string Right = "version: 0.0\nos: linux # which\nfiles:\n  - source: /\n    destination: /srv/app\n";

    private readonly InProcess cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task It_writes_what_it_says_and_then_there_is_nothing_left()
    {
        Write(Wrong);
        Assert.Equal(0, await cli.Slipway("fix", "appspec.yml"));
        Assert.Equal(Right, Read());
        Assert.Matches(@"(?m)^appspec\.yml\(2,5\): fixed SLW1014: ", cli.Output);
        Assert.EndsWith("fixed in 1 file.\n", cli.Output, StringComparison.Ordinal);
        Assert.Equal(0, await cli.Slipway("fix"));
        Assert.Equal("Nothing to fix.\n", cli.Output);
    }

    [Fact]
    public async Task A_dry_run_prints_a_patch_and_writes_nothing()
    {
        Write(Wrong);
        Assert.Equal(0, await cli.Slipway("fix", "--dry-run"));
        Assert.Equal("""
            --- a/appspec.yml
            +++ b/appspec.yml
            @@ -1,5 +1,5 @@
             version: 0.0
            -os: linus # which
            +os: linux # which
             files:
               - source: /
            -    distination: /srv/app
            +    destination: /srv/app

            """, cli.Output);
        Assert.Equal(Wrong, Read());
    }

    [Fact]
    public async Task What_is_left_is_printed_and_an_error_among_it_is_exit_code_1()
    {
        Write(Wrong.Replace("/srv/app", "srv/app", StringComparison.Ordinal));
        Assert.Equal(1, await cli.Slipway("fix", "appspec.yml"));
        Assert.Matches(@"(?m)^appspec\.yml\(5,18\): error SLW2004: ", cli.Error);
        Assert.Contains("1 finding left that only you can decide.", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_tells_the_same()
    {
        Write(Wrong);
        Assert.Equal(1, await cli.Slipway("fix", "appspec.yml", "--rule", "SLW1014", "--format", "json"));
        Assert.Equal("SLW1014", Assert.Single(cli.Json.GetProperty("fixed").EnumerateArray()).GetProperty("rule").GetString());
        Assert.True(cli.Json.GetProperty("files")[0].GetProperty("written").GetBoolean());
        Assert.Contains("+os: linux", cli.Json.GetProperty("files")[0].GetProperty("diff").GetString(), StringComparison.Ordinal);
        Assert.Contains(cli.Json.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("rule").GetString() == "SLW1011");
        Assert.Contains("distination", Read(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_an_error_and_stays()
    {
        Write(Wrong);
        new FileInfo(cli.PathOf("appspec.yml")).IsReadOnly = true;
        Assert.Equal(1, await cli.Slipway("fix", "appspec.yml"));
        Assert.Contains("appspec.yml: error SLW0007", cli.Error, StringComparison.Ordinal);
        Assert.Equal(Wrong, Read());
    }

    [Fact]
    public async Task Another_rule_than_there_is_is_a_wrong_argument()
    {
        Write(Wrong);
        Assert.Equal(2, await cli.Slipway("fix", "--rule", "SLW1"));
    }

    [Fact]
    public async Task Every_rule_can_be_explained()
    {
        foreach (var rule in RuleCatalogue.All)
        {
            Assert.Equal(0, await cli.Slipway("explain", rule.Id.ToLowerInvariant()));
            Assert.StartsWith($"# {rule.Id}: {rule.Title}", cli.Output, StringComparison.Ordinal);
        }

        cli.IsLive = true;
        await cli.Slipway("explain", "SLW5001");
        Assert.DoesNotContain("```", cli.Output, StringComparison.Ordinal);
        Assert.Equal(0, await cli.Slipway("explain", "SLW5001", "--format", "json"));
        Assert.Equal("SLW5001", cli.Json.GetProperty("rule").GetString());
        Assert.Equal(2, await cli.Slipway("explain", "SLW0001"));
    }

    private void Write(string content) => File.WriteAllText(cli.PathOf("appspec.yml"), content);

    private string Read() => File.ReadAllText(cli.PathOf("appspec.yml"));
}
