using System.IO.Compression;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Revisions.Tests;

/// <summary>Packing on one system for another: line ends, modes, names.</summary>
public sealed class ScriptPackingTests : IDisposable
{
    private const string AppSpec = "version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: Scripts/./start\n    - location: Scripts/setup.ps1\n";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("run", "#!/bin/sh\r\necho\r\n", "#!/bin/sh\necho\n")]
    [InlineData("run.sh", "echo\r\r\n\rx\r", "echo\r\n\rx\r")]
    [InlineData("Scripts/start", "echo\r\n", "echo\n")]
    [InlineData("Scripts/setup.ps1", "echo\r\n", "echo\r\n")]
    [InlineData("other", "echo\r\n", "echo\r\n")]
    [InlineData("binary.sh", "#!/bin/sh\r\n\0\r\n", "#!/bin/sh\r\n\0\r\n")]
    [InlineData("notes.txt", "a\r\nb\r\n", "a\r\nb\r\n")]
    public async Task Line_ends_are_replaced_in_scripts_for_Linux_only(string path, string content, string packed)
    {
        _temp.Write("tree/appspec.yml", AppSpec);
        _temp.Write("tree/" + path, content);
        foreach (var type in Enum.GetValues<BundleType>())
        {
            for (var i = 0; i < 2; i++)
            {
                var revision = await Pack(type, LineEnds.LfInScripts);
                var entry = Assert.Single(revision.Manifest.Entries, e => e.Path == path);
                Assert.Equal(packed.Length, entry.Size);
                var staged = RevisionStaging.Stage(revision.BundleFile, _temp.Under(Path.GetRandomFileName()), StagingLimits.Default, TestContext.Current.CancellationToken);
                Assert.Equal(packed, File.ReadAllText(Path.Join(staged.Folder, path)));
            }

            await Pack(type, LineEnds.AsTheyAre);
        }
    }

    [Fact]
    public async Task A_script_that_is_no_hook_any_more_is_packed_as_it_is()
    {
        _temp.Write("tree/appspec.yml", AppSpec);
        _temp.Write("tree/Scripts/start", "echo\r\n");
        await Task.Delay(250, TestContext.Current.CancellationToken);
        Assert.Equal(5, (await Pack(BundleType.Zip, LineEnds.LfInScripts)).Manifest.Entries[0].Size);
        _temp.Write("tree/appspec.yml", "version: 0.0\n");
        Assert.Equal(6, (await Pack(BundleType.Zip, LineEnds.LfInScripts)).Manifest.Entries[0].Size);
    }

    [Theory]
    [InlineData(BundleType.Zip)]
    [InlineData(BundleType.Tgz)]
    public async Task A_clone_with_CR_LF_packs_as_one_with_LF(BundleType type)
    {
        var text = "#!/bin/sh\n" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"echo {i}\n"));
        _temp.Write("tree/run.sh", text);
        var first = File.ReadAllBytes((await Pack(type, LineEnds.LfInScripts)).BundleFile);
        _temp.Write("tree/run.sh", text.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(first, File.ReadAllBytes((await Pack(type, LineEnds.LfInScripts)).BundleFile));
    }

    [Theory]
    [InlineData("windows", "a/file", "A/other", true)]
    [InlineData("windows", "a/file", "a/FILE", true)]
    [InlineData("windows", "a/file", "b/FILE", false)]
    [InlineData("linux", "a/file", "a/FILE", false)]
    public async Task Names_that_Windows_takes_for_one_are_refused_where_instances_run_it(string os, string first, string second, bool refused)
    {
        _temp.Write("tree/appspec.yml", $"version: 0.0\nos: {os}\n");
        _temp.Write("tree/" + first, "1");
        _temp.Write("tree/" + second, "2");
        if (!refused)
        {
            Assert.Equal(3, (await Pack(BundleType.Zip, LineEnds.AsTheyAre)).Manifest.Entries.Count);
            return;
        }

        var error = (await Assert.ThrowsAsync<SlipwayException>(() => Pack(BundleType.Zip, LineEnds.AsTheyAre))).Error;
        Assert.Equal("SLW0126", error.Code);
        var isFolder = second.StartsWith('A');
        Assert.Contains($"'{(isFolder ? "a" : first)}'", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{(isFolder ? "A" : second)}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_appspec_is_for_others_to_refuse()
    {
        _temp.Write("tree/appspec.yml", "os: windows\n  : [");
        _temp.Write("tree/a", "1");
        _temp.Write("tree/A", "1");
        Assert.Equal(3, (await Pack(BundleType.Zip, LineEnds.LfInScripts)).Manifest.Entries.Count);
    }

    [Fact]
    public async Task Modes_and_links_stay()
    {
        _temp.Write("tree/run.sh", "#!/bin/sh\r\n", "750");
        _temp.Link("tree/link", "run.sh");
        using var zip = ZipFile.OpenRead((await Pack(BundleType.Zip, LineEnds.LfInScripts)).BundleFile);
        Assert.Equal(0x1e8, (zip.GetEntry("run.sh")!.ExternalAttributes >> 16) & 0x1ff);
        Assert.Equal(0xa000, (zip.GetEntry("link")!.ExternalAttributes >> 16) & 0xf000);
    }

    private Task<PackedRevision> Pack(BundleType type, LineEnds lineEnds)
    {
        var files = RevisionGathering.FromFolder(_temp.Under("tree")).Select(file => file with { LineEnds = lineEnds }).ToList();
        return RevisionPacker.PackAsync(files, _temp.Under("bundle"), new PackOptions { Type = type, CacheFolder = _temp.Under("cache") }, TestContext.Current.CancellationToken);
    }
}
