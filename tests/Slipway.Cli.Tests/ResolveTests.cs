using System.IO.Compression;
using Xunit;

namespace Slipway.Cli.Tests;

/// <summary>An appspec with placeholders, patterns, exclude and arguments, packed, shown and deployed.</summary>
public sealed class ResolveTests : IDisposable
{
    private const string AppSpec = """
        version: 0.0
        os: linux
        files:
          - source: web/**/*.{css,js}
            destination: /srv/$(Name)/www
            exclude: "**/*.min.js"
          - source: app
            destination: /srv/$(Name)
            exclude: [logs, "**/*.pdb"]
        hooks:
          AfterInstall:
            - location: scripts/after install.sh
              arguments: [--name, $(Name), "it's $$(Name)"]

        """;

    private readonly InProcess cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task The_packed_revision_deploys_exactly_what_is_meant()
    {
        WriteRevision();
        Directory.CreateDirectory(cli.PathOf("root"));

        Assert.Equal(0, await cli.Slipway("pack", "rev", "-o", "rev.zip", "-p", "Name=shop"));
        Assert.Equal(0, await cli.Slipway("deploy", "rev.zip", "--root", "root", "--state", "state"));

        Assert.DoesNotContain("error", cli.Error, StringComparison.Ordinal);
        Assert.Equal(
            [
                "args", "srv", "srv/shop", "srv/shop/a.dll", "srv/shop/empty", "srv/shop/lib", "srv/shop/lib/deep", "srv/shop/lib/deep/x.so", "srv/shop/lib/lib.so", "srv/shop/sub", "srv/shop/sub/b.dll",
                "srv/shop/www", "srv/shop/www/css", "srv/shop/www/css/s.css", "srv/shop/www/site.js",
            ],
            Directory.EnumerateFileSystemEntries(cli.PathOf("root"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(cli.PathOf("root"), path)).Order(StringComparer.Ordinal));
        Assert.Equal("--name\nshop\nit's $(Name)\n", File.ReadAllText(cli.PathOf("root/args")));
    }

    [Fact]
    public async Task Resolve_prints_what_pack_packs()
    {
        WriteRevision();

        Assert.Equal(0, await cli.Slipway("resolve", "rev", "-p", "name=shop"));
        var printed = cli.Output;
        Assert.Contains("slipway-hooks/AfterInstall-1-after_install.sh", cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, await cli.Slipway("resolve", "rev", "--property", "Name=shop", "-o", "plain.yml"));
        Assert.Equal(0, await cli.Slipway("pack", "rev", "-o", "rev.zip", "-p:Name=shop"));

        using var zip = ZipFile.OpenRead(cli.PathOf("rev.zip"));
        using var reader = new StreamReader(zip.GetEntry("appspec.yml")!.Open());
        Assert.Equal(printed, reader.ReadToEnd());
        Assert.Equal(printed, File.ReadAllText(cli.PathOf("plain.yml")));
        Assert.Equal([0b111_101_101, 0b111_101_101], new[] { "slipway-hooks/AfterInstall-1-after_install.sh", "scripts/after install.sh" }.Select(path => (zip.GetEntry(path)!.ExternalAttributes >> 16) & 0b111_111_111));
        Assert.Equal(0, await cli.Slipway("resolve", "rev", "-p", "Name=shop", "--format", "json"));
        Assert.Equal(printed, cli.Json.GetProperty("appspec").GetString());
        Assert.Equal("scripts/after install.sh", Assert.Single(cli.Json.GetProperty("files").EnumerateArray()).GetProperty("script").GetString());
    }

    [Fact]
    public async Task The_same_folder_and_values_give_the_same_bytes_and_other_values_others()
    {
        WriteRevision();
        foreach (var (file, name) in new[] { ("a.zip", "shop"), ("b.zip", "shop"), ("c.zip", "store") }) Assert.Equal(0, await cli.Slipway("pack", "rev", "-o", file, "-p", "Name=" + name));

        Assert.Equal(File.ReadAllBytes(cli.PathOf("a.zip")), File.ReadAllBytes(cli.PathOf("b.zip")));
        Assert.NotEqual(File.ReadAllBytes(cli.PathOf("a.zip")), File.ReadAllBytes(cli.PathOf("c.zip")));
    }

    [Theory]
    [InlineData("pack", "rev", "-o", "rev.zip")]
    [InlineData("resolve", "rev")]
    public async Task A_missing_value_is_an_error_at_its_place_and_nothing_is_packed(params string[] arguments)
    {
        WriteRevision();

        Assert.Equal(1, await cli.Slipway(arguments));

        Assert.Contains($"{Path.Combine("rev", "appspec.yml")}(5,23): error SLW1024: '$(Name)' has no value", cli.Error, StringComparison.Ordinal);
        Assert.Contains("with -p Name=VALUE", cli.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(cli.PathOf("rev.zip")));
    }

    [Fact]
    public async Task A_value_without_a_name_is_a_wrong_argument() => Assert.Equal(2, await cli.Slipway("resolve", ".", "-p", "shop"));

    [Fact]
    public async Task A_folder_that_is_deployed_as_it_is_has_what_nobody_resolves_reported()
    {
        WriteRevision();

        Assert.Equal(1, await cli.Slipway("check", "rev", "--format", "json"));

        var rules = cli.Json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("rule").GetString()).ToHashSet();
        Assert.Superset(new HashSet<string?> { "SLW1011", "SLW1018", "SLW2002" }, rules);
    }

    [Theory]
    [InlineData("rev")]
    [InlineData("rev/appspec.yml", "--revision", "rev")]
    public async Task Check_can_look_at_it_as_it_would_be_packed(params string[] arguments)
    {
        WriteRevision();

        Assert.Equal(0, await cli.Slipway(["check", .. arguments, "-p", "Name=shop", "--severity", "SLW4010=none", "--format", "json"]));
        Assert.DoesNotContain(cli.Json.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("severity").GetString() == "Error");
        Assert.True(cli.Json.GetProperty("agents").GetProperty("2").GetProperty("accepts").GetBoolean());

        Assert.Equal(1, await cli.Slipway(["check", .. arguments, "--resolve", "--format", "json"]));
        Assert.Contains(cli.Json.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("rule").GetString() == "SLW1024" && finding.GetProperty("line").GetInt32() == 5);
    }

    [Fact]
    public async Task Without_an_appspec_there_is_nothing_to_resolve()
    {
        Directory.CreateDirectory(cli.PathOf("rev"));

        Assert.Equal(1, await cli.Slipway("resolve", "rev"));
        Assert.Contains("SLW0005", cli.Error, StringComparison.Ordinal);
    }

    private void WriteRevision()
    {
        foreach (var (path, text) in new[]
        {
            ("appspec.yml", AppSpec), ("web/site.js", "1"), ("web/site.min.js", "2"), ("web/css/s.css", "3"), ("web/index.html", "4"),
            ("app/a.dll", "5"), ("app/a.pdb", "6"), ("app/sub/b.dll", "7"), ("app/sub/b.pdb", "8"), ("app/lib/lib.so", "9"), ("app/lib/deep/x.so", "10"), ("app/logs/old.log", "11"),
            ("scripts/after install.sh", "#!/bin/sh\nset -eu\nprintf '%s\\n' \"$@\" > \"$SLIPWAY_INSTANCE_ROOT/args\"\n"),
        })
        {
            var file = cli.PathOf("rev/" + path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        Directory.CreateDirectory(cli.PathOf("rev/app/empty"));
    }
}
