using Xunit;

namespace Slipway.Cli.Tests;

/// <summary>What <c>slipway pack</c> keeps from one time to the next.</summary>
public sealed class PackCacheTests : IDisposable
{
    private readonly InProcess cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task The_second_pack_takes_from_the_cache_what_the_first_compressed()
    {
        WriteRevision();
        Assert.Equal(0, await Pack("a.zip"));
        Assert.True(cli.Json.GetProperty("bytesCompressed").GetInt64() >= 100_000);
        Assert.Equal(0, await Pack("b.zip"));
        Assert.Equal(0, cli.Json.GetProperty("bytesCompressed").GetInt64());
        Assert.True(cli.Json.GetProperty("bytesFromCache").GetInt64() > 1000);
        Assert.Equal(File.ReadAllBytes(cli.PathOf("a.zip")), File.ReadAllBytes(cli.PathOf("b.zip")));
        Assert.True(Directory.Exists(cli.PathOf("home/.cache/slipway/pack")));
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "c.zip"));
        Assert.Matches("""[1-9]\d* files? read, 0 B compressed, \d.* from the cache, \d+\.\d s""", cli.Output);
    }

    [Theory]
    [InlineData("XDG_CACHE_HOME", "cache", "cache/slipway/pack")]
    [InlineData("XDG_CACHE_HOME", "relative", "home/.cache/slipway/pack")]
    public async Task The_cache_is_where_the_users_caches_are(string variable, string value, string expected)
    {
        cli.Variables[variable] = value == "relative" ? value : cli.PathOf(value);
        WriteRevision();
        Assert.Equal(0, await Pack("a.zip"));
        Assert.NotEmpty(Directory.GetFiles(cli.PathOf(expected), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task It_can_be_named_limited_and_left_out()
    {
        WriteRevision();
        Assert.Equal(0, await Pack("a.zip", "--cache", "mine", "--cache-size", "1.5 MB"));
        Assert.NotEmpty(Directory.GetFiles(cli.PathOf("mine"), "*", SearchOption.AllDirectories));
        Assert.Equal(0, await Pack("b.zip", "--no-cache"));
        Assert.Equal(0, cli.Json.GetProperty("bytesFromCache").GetInt64());
        Assert.False(Directory.Exists(cli.PathOf("home/.cache")));
        Assert.Equal(2, await Pack("c.zip", "--cache-size", "much"));
        Assert.Contains("SLW0001", cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, await Pack("c.zip", "--cache", "one/cache"));
        Assert.Contains("SLW0002", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_the_cache_nobody_named_would_lie_in_is_packed_without_one()
    {
        WriteRevision();
        cli.Variables["XDG_CACHE_HOME"] = cli.PathOf("one/cache");
        Assert.Equal(0, await Pack("a.zip"));
        Assert.False(Directory.Exists(cli.PathOf("one/cache")));
    }

    [Fact]
    public async Task A_cache_that_cannot_be_used_is_a_warning()
    {
        WriteRevision();
        File.WriteAllText(cli.PathOf("file"), "");
        Assert.Equal(0, await Pack("a.zip", "--cache", "file"));
        Assert.Contains("file: warning SLW0128: ", cli.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(cli.PathOf("a.zip")));
    }

    [Fact]
    public async Task Compression_is_chosen()
    {
        WriteRevision();
        var sizes = new List<long>();
        foreach (var compression in (string[])["optimal", "fastest", "store"])
        {
            Assert.Equal(0, await Pack(compression + ".zip", "--compression", compression));
            sizes.Add(new FileInfo(cli.PathOf(compression + ".zip")).Length);
        }

        Assert.True(sizes[0] < sizes[1] && sizes[1] < sizes[2]);
        Assert.Equal(2, await Pack("x.zip", "--compression", "best"));
    }

    [Fact]
    public async Task Line_ends_of_scripts_become_those_of_Linux_when_asked()
    {
        Revision.Write(cli.PathOf("one"), "1", ("AfterInstall", "echo hello >> \"$SLIPWAY_INSTANCE_ROOT/trace.log\"\r"));
        Directory.CreateDirectory(cli.PathOf("root"));
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "a.zip", "--line-ends", "lf"));
        Assert.Equal(0, await cli.Slipway("deploy", "a.zip", "--root", "root", "--state", "state"));
        Assert.Equal("hello\n", File.ReadAllText(cli.PathOf("root/trace.log")));
    }

    private void WriteRevision()
    {
        Revision.Write(cli.PathOf("one"), "1");
        File.WriteAllText(cli.PathOf("one/text"), string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i * 7919 % 10007}\n")));
    }

    private Task<int> Pack(string bundle, params string[] options) => cli.Slipway(["pack", "one", "-o", bundle, "--format", "json", .. options]);
}
