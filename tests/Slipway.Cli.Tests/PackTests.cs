using System.IO.Compression;
using Xunit;

namespace Slipway.Cli.Tests;

public sealed class PackTests : IDisposable
{
    private readonly InProcess cli = new();

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("one.zip", "zip")]
    [InlineData("one.tar", "tar")]
    [InlineData("one.tgz", "tgz")]
    [InlineData("one.tar.gz", "tgz")]
    [InlineData("one.bin", "zip")]
    public async Task The_type_follows_the_ending_and_the_bundle_deploys(string file, string type)
    {
        Directory.CreateDirectory(cli.PathOf("root"));
        Revision.Write(cli.PathOf("one"), "1", Revision.Tracing("1", "AfterInstall"));
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", file, "--format", "json"));
        Assert.Equal(type, cli.Json.GetProperty("type").GetString());
        Assert.Equal(3, cli.Json.GetProperty("files").GetInt32());
        Assert.Equal(new FileInfo(cli.PathOf(file)).Length, cli.Json.GetProperty("size").GetInt64());
        Assert.Matches("^[0-9a-f]{64}$", cli.Json.GetProperty("revision").GetString());
        if (file.EndsWith("bin", StringComparison.Ordinal)) return;
        Assert.Equal(0, await cli.Slipway("deploy", file, "--root", "root", "--state", "state"));
        Assert.Equal("1", File.ReadAllText(cli.PathOf("root/srv/app/version")));
    }

    [Fact]
    public async Task The_named_type_wins_and_the_same_folder_gives_the_same_bytes()
    {
        Revision.Write(cli.PathOf("one"), "1");
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "a.zip", "--type", "tar"));
        Assert.Equal(0, await cli.Slipway("pack", "one", "--output", "b.tar"));
        Assert.Equal(File.ReadAllBytes(cli.PathOf("a.zip")), File.ReadAllBytes(cli.PathOf("b.tar")));
    }

    [Fact]
    public async Task A_bundle_in_the_folder_itself_is_not_packed_into_the_next_one()
    {
        Revision.Write(cli.PathOf("one"), "1");
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "one/one.zip"));
        var first = File.ReadAllBytes(cli.PathOf("one/one.zip"));
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "one/one.zip"));
        Assert.Equal(first, File.ReadAllBytes(cli.PathOf("one/one.zip")));
    }

    [Fact]
    public async Task Appspec_yaml_is_stored_under_the_name_that_the_agent_looks_for()
    {
        Revision.Write(cli.PathOf("one"), "1");
        File.Move(cli.PathOf("one/appspec.yml"), cli.PathOf("one/appspec.yaml"));
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "one.zip"));
        using var zip = ZipFile.OpenRead(cli.PathOf("one.zip"));
        Assert.NotNull(zip.GetEntry("appspec.yml"));
        Assert.Null(zip.GetEntry("appspec.yaml"));
    }

    [Theory]
    [InlineData(2, "nowhere", "-o", "x.zip")]
    [InlineData(2, "file", "-o", "x.zip")]
    [InlineData(2, "one")]
    [InlineData(2, "one", "-o", "folder")]
    [InlineData(2, "one", "-o", "x.rar", "--type", "rar")]
    [InlineData(1, "one", "-o", "file/x.zip")]
    public async Task What_cannot_be_packed_is_told(int exitCode, params string[] arguments)
    {
        Revision.Write(cli.PathOf("one"), "1");
        File.WriteAllText(cli.PathOf("file"), "");
        Directory.CreateDirectory(cli.PathOf("folder"));
        Assert.Equal(exitCode, await cli.Slipway(["pack", .. arguments]));
        Assert.Matches(": error SLW0", cli.Error);
        Assert.False(File.Exists(cli.PathOf("x.zip")));
    }

    [Fact]
    public async Task A_folder_without_an_appspec_is_packed_with_a_warning()
    {
        Directory.CreateDirectory(cli.PathOf("bare"));
        File.WriteAllText(cli.PathOf("bare/a"), "a");
        Assert.Equal(0, await cli.Slipway("pack", "bare", "-o", "bare.zip"));
        Assert.Contains("warning SLW0004", cli.Error, StringComparison.Ordinal);
    }
}
