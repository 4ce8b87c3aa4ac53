using System.Text.Json;
using Xunit;

namespace Slipway.Cli.Tests;

/// <summary>show REVISION and diff.</summary>
public sealed class ShowRevisionTests : IDisposable
{
    private readonly InProcess cli = new();

    public ShowRevisionTests()
    {
        Revision.Write(cli.PathOf("one"), "1", Revision.Tracing("1", "AfterInstall"));
        Directory.CreateDirectory(cli.PathOf("one/Source"));
        File.WriteAllBytes(cli.PathOf("one/Source/app.dll"), new byte[50_000]);
        File.WriteAllBytes(cli.PathOf("one/Source/same.dll"), new byte[20_000]);
    }

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_bundle_is_shown_with_folders_sizes_and_appspec()
    {
        await cli.Slipway("pack", "one", "-o", "one.zip");
        Assert.Equal(0, await cli.Slipway("show", "one.zip"));
        Assert.Matches("one.zip: revision [0-9a-f]{12}, zip of .*, 5 files, .* unpacked", cli.Output);
        Assert.Matches("  Source/ +2 files +70.0 kB +[0-9]+ B packed", cli.Output);
        Assert.Matches("  0644 +50.0 kB +[0-9]+ B  Source/app.dll", cli.Output);
        Assert.Contains("    version: 0.0", cli.Output, StringComparison.Ordinal);
        Assert.Equal(0, await cli.Slipway("show", "one.zip", "--format", "json"));
        Assert.Equal(5, cli.Json.GetProperty("files").GetArrayLength());
        Assert.StartsWith("version: 0.0", cli.Json.GetProperty("appspec").GetString(), StringComparison.Ordinal);
        var identity = cli.Json.GetProperty("revision").GetString();
        Assert.Equal(0, await cli.Slipway("show", "one", "--format", "json"));
        Assert.Equal(identity, cli.Json.GetProperty("revision").GetString());
    }

    [Fact]
    public async Task All_files_are_listed_on_request_and_names_do_not_command_the_terminal()
    {
        for (var i = 0; i < 20; i++) File.WriteAllText(cli.PathOf($"one/f{i}"), "x");
        File.WriteAllText(cli.PathOf("one/bad\u001b[31mname"), "x");
        await cli.Slipway("pack", "one", "-o", "one.tgz");
        await cli.Slipway("show", "one.tgz");
        Assert.DoesNotContain("f19", cli.Output, StringComparison.Ordinal);
        await cli.Slipway("show", "one.tgz", "--files");
        Assert.Contains("f19", cli.Output, StringComparison.Ordinal);
        Assert.Contains("bad\\x1b[31mname", cli.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_the_form_of_an_id_is_a_deployment_and_what_is_neither_is_told()
    {
        Directory.Move(cli.PathOf("one"), cli.PathOf("d-ABCDEFGHI"));
        Assert.Equal(1, await cli.Slipway("show", "d-ABCDEFGHI", "--state", "state"));
        Assert.Equal(0, await cli.Slipway("show", "./d-ABCDEFGHI"));
        Assert.Equal(2, await cli.Slipway("show", "nowhere.zip"));
        Assert.Equal(1, await cli.Slipway("show", "nonsense", "--state", "state"));
        File.WriteAllText(cli.PathOf("text.zip"), "no archive");
        Assert.Equal(1, await cli.Slipway("show", "text.zip"));
        Assert.Contains("SLW0102", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bill_of_materials_is_the_attached_one_or_made_on_the_way()
    {
        File.WriteAllText(cli.PathOf("one/Source/app.deps.json"), """
            { "runtimeTarget": { "name": "x" }, "targets": { "x": { "app/1.0.0": { "dependencies": { "Lib": "2.0.0" } }, "Lib/2.0.0": { "runtime": { "lib/same.dll": {} } } } },
              "libraries": { "app/1.0.0": { "type": "project" }, "Lib/2.0.0": { "type": "package" } } }
            """);
        await cli.Slipway("pack", "one", "-o", "one.zip", "--sbom", "--application", "Orders");
        await cli.Slipway("pack", "one", "-o", "plain.zip");
        Assert.Equal(0, await cli.Slipway("show", "one.zip", "--sbom", "sbom.json"));
        Assert.Equal("", cli.Output);
        var sbom = JsonDocument.Parse(File.ReadAllText(cli.PathOf("sbom.json"))).RootElement;
        Assert.Equal("pkg:nuget/Lib@2.0.0", sbom.GetProperty("components")[0].GetProperty("purl").GetString());
        Assert.Equal(0, await cli.Slipway("show", "plain.zip", "--sbom", "-"));
        Assert.Equal(sbom.GetProperty("serialNumber").GetString(), cli.Json.GetProperty("serialNumber").GetString());
        Assert.Equal(2, await cli.Slipway("show", "one", "--sbom", "-"));
        Assert.Equal(2, await cli.Slipway("show", "one.zip", "--sbom", "nowhere/sbom.json"));
    }

    [Fact]
    public async Task Two_revisions_are_compared_by_their_manifests_the_largest_change_first()
    {
        await cli.Slipway("pack", "one", "-o", "one.zip");
        File.WriteAllBytes(cli.PathOf("one/Source/app.dll"), new byte[90_000]);
        File.WriteAllText(cli.PathOf("one/added"), "12345");
        File.Delete(cli.PathOf("one/version"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(cli.PathOf("one/AfterInstall.sh"), (UnixFileMode)0b110_100_100);
        File.CreateSymbolicLink(cli.PathOf("one/link"), "added");
        File.AppendAllText(cli.PathOf("one/appspec.yml"), "# more\n");
        Assert.Equal(0, await cli.Slipway("diff", "one.zip", "one"));
        var lines = cli.Output.Split('\n');
        Assert.Equal("  changed  Source/app.dll  50.0 kB -> 90.0 kB (+40.0 kB)", lines[1]);
        Assert.Contains("  added    added  5 B", lines);
        Assert.Contains("  removed  version  1 B", lines);
        Assert.Contains("  mode     AfterInstall.sh  0755 -> 0644", lines);
        Assert.Contains("  added    link  link to added", lines);
        Assert.Contains("  Total: 2 files added (+5 B), 2 files changed (+40.0 kB), 1 file removed (-1 B), 1 file with another mode; 1 file the same.", lines);
        Assert.Contains("+# more", lines);
        Assert.Equal(1, await cli.Slipway("diff", "one.zip", "one", "--exit-code", "--format", "json"));
        Assert.Equal(2, cli.Json.GetProperty("totals").GetProperty("added").GetInt32());
        await cli.Slipway("pack", "one", "-o", "two.tgz");
        Assert.Equal(0, await cli.Slipway("diff", "one", "two.tgz", "--exit-code"));
        Assert.Contains("The same revision.", cli.Output, StringComparison.Ordinal);
        Assert.Equal(2, await cli.Slipway("diff", "one.zip", "nowhere"));
    }
}
