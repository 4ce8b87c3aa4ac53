using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Slipway.Revisions.Unix;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Revisions.Tests;

public sealed class PackingTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public static TheoryData<BundleType> Types => new(BundleType.Zip, BundleType.Tar, BundleType.Tgz);

    public void Dispose() => _temp.Dispose();

    [Theory]
    [MemberData(nameof(Types))]
    public async Task What_is_packed_is_staged_again(BundleType type)
    {
        WriteTree("tree");
        var packed = await Pack("tree", type);
        var staged = Stage(packed.BundleFile);
        Assert.Equal(Tree.Of(_temp.Under("tree")), Tree.Of(staged.Folder));
        Assert.Equal(packed.Manifest.Identity, staged.Manifest!.Identity);
        Assert.Equal(packed.Manifest.Entries, staged.Manifest.Entries);
        Assert.Equal(new FileInfo(packed.BundleFile).Length, packed.Size);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task The_same_tree_gives_the_same_bytes_whatever_its_times_and_order(BundleType type)
    {
        WriteTree("tree");
        WriteTree("clone");
        foreach (var file in Directory.EnumerateFiles(_temp.Under("clone"), "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).LinkTarget is null))
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        var first = await Pack("tree", type);
        var files = RevisionGathering.FromFolder(_temp.Under("clone")).Reverse().ToList();
        var second = await RevisionPacker.PackAsync(files, _temp.Under("other"), type, TestContext.Current.CancellationToken);
        Assert.Equal(first.Manifest.Identity, second.Manifest.Identity);
        Assert.True(File.ReadAllBytes(first.BundleFile).AsSpan().SequenceEqual(File.ReadAllBytes(second.BundleFile)));
    }

    [Fact]
    public async Task The_identity_is_that_of_the_content_in_any_archive()
    {
        WriteTree("tree");
        var identities = new List<string>();
        foreach (var type in Types) identities.Add((await Pack("tree", type)).Manifest.Identity);
        Assert.Single(identities.Distinct());
        _temp.Write("tree/run.sh", "#!/bin/sh\n", "700");
        Assert.NotEqual(identities[0], (await Pack("tree", BundleType.Tar)).Manifest.Identity);
    }

    [Fact]
    public async Task The_manifest_lists_files_links_and_empty_directories_in_ordinal_order()
    {
        _temp.Write("tree/b", "content", "640");
        _temp.Write("tree/a/f", "");
        _temp.Link("tree/a-link", "b");
        Directory.CreateDirectory(_temp.Under("tree/Z"));
        var manifest = (await Pack("tree", BundleType.Zip)).Manifest;
        var hash = Convert.ToHexStringLower(SHA256.HashData("content"u8));
        var empty = Convert.ToHexStringLower(SHA256.HashData([]));
        Assert.Equal(
            [
                new("Z", FileKind.Directory, Convert.ToInt32("755", 8), 0, null, null),
                new("a-link", FileKind.Link, Convert.ToInt32("777", 8), 0, null, "b"),
                new("a/f", FileKind.File, Convert.ToInt32("644", 8), 0, empty, null),
                new("b", FileKind.File, Convert.ToInt32("640", 8), 7, hash, null),
            ],
            manifest.Entries);
    }

    [Fact]
    public async Task Odd_names_survive_the_manifest()
    {
        foreach (var name in (string[])["tab\there", "line\nbreak", "back\\slash", "\\x41", "del\x7f", " blank ", "ü", "-x"]) _temp.Write("tree/" + name, name);
        _temp.Link("tree/l", "to\t\\x\n");
        foreach (var type in Types)
        {
            var packed = await Pack("tree", type);
            Assert.Equal(packed.Manifest.Entries, Stage(packed.BundleFile).Manifest!.Entries);
        }
    }

    [Fact]
    public async Task A_mode_that_is_given_beats_that_of_the_source()
    {
        var source = _temp.Write("f", "x", "600");
        var packed = await RevisionPacker.PackAsync([new("Scripts/run", source, Convert.ToInt32("755", 8))], _temp.Under("bundle"), BundleType.Zip,
            TestContext.Current.CancellationToken);
        Assert.Equal(Convert.ToInt32("755", 8), UnixFiles.Status(null, Path.Join(Stage(packed.BundleFile).Folder, "Scripts/run")).Mode);
    }

    [Fact]
    public async Task Setuid_is_left_to_the_appspec()
    {
        _temp.Write("tree/f", "x", "4755");
        Assert.Equal(Convert.ToInt32("755", 8), (await Pack("tree", BundleType.Tar)).Manifest.Entries[0].Mode);
    }

    [Fact]
    public async Task Large_files_are_deflated_in_parts_and_compressed_ones_stored()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 400_000).Select(i => $"line {i}\n")));
        var noise = new byte[3_000_000];
        new Random(1).NextBytes(noise);
        _temp.Write("tree/text", text);
        _temp.Write("tree/noise", noise);
        _temp.Write("tree/exactly-a-part", new byte[1 << 20]);
        _temp.Write("tree/two-parts", new byte[2 << 20]);
        foreach (var type in Types)
        {
            var packed = await Pack("tree", type);
            Assert.Equal(Tree.Of(_temp.Under("tree")), Tree.Of(Stage(packed.BundleFile).Folder));
        }

        using var zip = ZipFile.OpenRead((await Pack("tree", BundleType.Zip)).BundleFile);
        Assert.Equal(noise.Length, zip.GetEntry("noise")!.CompressedLength);
        Assert.True(zip.GetEntry("text")!.CompressedLength < text.Length / 3);
    }

    [Fact]
    public async Task Checksums_are_right_at_every_length()
    {
        var random = new Random(7);
        int[] lengths = [.. Enumerable.Range(0, 300), 1000, 4095, 65_537, (1 << 20) + 1, (2 << 20) + 77];
        foreach (var length in lengths)
        {
            var content = new byte[length];
            random.NextBytes(content.AsSpan(0, length / 2));
            _temp.Write($"tree/{length}", content);
        }

        using var zip = ZipFile.OpenRead((await Pack("tree", BundleType.Zip)).BundleFile);
        foreach (var length in lengths) Assert.Equal(RawZip.ReferenceCrc(File.ReadAllBytes(_temp.Under($"tree/{length}"))), zip.GetEntry($"{length}")!.Crc32);
    }

    [Fact]
    public async Task The_programs_of_others_open_our_zip()
    {
        WriteTree("tree");
        var packed = await Pack("tree", BundleType.Zip);
        Assert.Contains("No errors detected", Programs.Run(_temp.Path, "unzip", "-t", packed.BundleFile), StringComparison.Ordinal);
        Programs.Run(_temp.Path, "unzip", "-q", packed.BundleFile, "-d", "unzipped");
        Assert.Equal(Tree.Of(_temp.Under("tree")), Tree.Of(_temp.Under("unzipped")));
        Assert.Contains("run.sh", Programs.Run(_temp.Path, "python3", "-m", "zipfile", "-l", packed.BundleFile), StringComparison.Ordinal);
        Programs.Run(_temp.Path, "python3", "-m", "zipfile", "-t", packed.BundleFile);
        using var zip = ZipFile.OpenRead(packed.BundleFile);
        Assert.Equal(packed.Manifest.Entries.Count, zip.Entries.Count);
        using var content = zip.GetEntry("run.sh")!.Open();
        Assert.Equal("#!/bin/sh\n", new StreamReader(content).ReadToEnd());
    }

    [Theory]
    [InlineData(BundleType.Tar)]
    [InlineData(BundleType.Tgz)]
    public async Task The_programs_of_others_open_our_tar(BundleType type)
    {
        WriteTree("tree");
        var packed = await Pack("tree", type);
        Directory.CreateDirectory(_temp.Under("untarred"));
        Programs.Run(_temp.Path, "tar", "-xpsf", packed.BundleFile, "-C", "untarred");
        Assert.Equal(Tree.Of(_temp.Under("tree")), Tree.Of(_temp.Under("untarred")));
        Assert.Contains("run.sh", Programs.Run(_temp.Path, "python3", "-m", "tarfile", "-l", packed.BundleFile), StringComparison.Ordinal);
        if (type == BundleType.Tgz) Programs.Run(_temp.Path, "sh", "-c", "gzip -t < \"$1\"", "sh", packed.BundleFile);
    }

    [Fact]
    public async Task More_than_65535_entries_make_a_zip64_that_everyone_opens()
    {
        var source = _temp.Write("f", "");
        var files = Enumerable.Range(0, 66_000).Select(i => new RevisionFile($"d{i % 100}/f{i}", source)).ToList();
        var packed = await RevisionPacker.PackAsync(files, _temp.Under("bundle.zip"), BundleType.Zip, TestContext.Current.CancellationToken);
        using var zip = ZipFile.OpenRead(packed.BundleFile);
        Assert.Equal(66_000, zip.Entries.Count);
        Assert.Equal(66_000, Stage(packed.BundleFile).Files);
    }

    [Fact]
    public async Task Two_sources_for_one_path_are_refused_with_both_names()
    {
        var (a, b) = (_temp.Write("a", "x"), _temp.Write("b", "x"));
        var error = await Refused("SLW0120", new("same", a), new("same", b));
        Assert.Contains(a, error.Message, StringComparison.Ordinal);
        Assert.Contains(b, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/absolute")]
    [InlineData("../x")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("C:/x")]
    [InlineData("a\0b")]
    public async Task Paths_that_no_instance_could_unpack_are_refused(string path) => await Refused("SLW0121", new RevisionFile(path, _temp.Write("f", "x")));

    [Fact]
    public async Task Half_a_surrogate_is_no_name() => await Refused("SLW0121", new RevisionFile("a" + (char)0xd800, _temp.Write("f", "x")));

    [Fact]
    public async Task Nothing_is_no_revision() => await Refused("SLW0125");

    [Fact]
    public async Task A_path_below_a_file_or_link_is_refused()
    {
        var file = _temp.Write("f", "x");
        await Refused("SLW0121", new("a", file), new("a/b", file));
        await Refused("SLW0121", new("a/b/c", file), new("a", _temp.Link("l", "f")));
    }

    [Fact]
    public async Task Names_that_differ_in_case_only_are_two_files()
    {
        _temp.Write("tree/a", "1");
        _temp.Write("tree/A", "2");
        Assert.Equal(2, (await Pack("tree", BundleType.Zip)).Manifest.Entries.Count);
    }

    [Fact]
    public async Task A_missing_source_is_named()
    {
        var error = await Refused("SLW0122", new RevisionFile("a", _temp.Under("missing")));
        Assert.Equal(_temp.Under("missing"), error.File);
    }

    [Fact]
    public async Task A_source_that_ends_before_its_length_has_changed()
    {
        // The kernel's own files say 4,096 bytes and give a few.
        const string Source = "/sys/kernel/mm/transparent_hugepage/enabled";
        if (!File.Exists(Source)) Assert.Skip($"{Source} is not there");
        Assert.Equal(Source, (await Refused("SLW0123", new RevisionFile("enabled", Source))).File);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_source_that_grows_while_it_is_packed_has_changed(BundleType type)
    {
        var source = _temp.Under("growing");
        using var file = new FileStream(source, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.SetLength(64 << 20);
        file.Position = file.Length;
        using var packed = new CancellationTokenSource();
        using var grows = new SemaphoreSlim(0);
        var writer = Task.Run(() =>
        {
            while (!packed.IsCancellationRequested)
            {
                file.Write("more"u8);
                if (grows.CurrentCount == 0) grows.Release();
            }
        });
        await grows.WaitAsync(TestContext.Current.CancellationToken);
        var exception = await Assert.ThrowsAsync<SlipwayException>(() => RevisionPacker.PackAsync([new("f", source)], _temp.Under("bundle"), type, default));
        await packed.CancelAsync();
        await writer;
        Assert.Equal("SLW0123", exception.Error.Code);
    }

    [Fact]
    public async Task A_fifo_is_refused_and_not_waited_for()
    {
        Directory.CreateDirectory(_temp.Under("tree"));
        Programs.Run(_temp.Path, "mkfifo", "tree/pipe");
        Assert.Equal("SLW0105", Assert.Throws<SlipwayException>(() => RevisionGathering.FromFolder(_temp.Under("tree"))).Error.Code);
        await Refused("SLW0105", new RevisionFile("pipe", _temp.Under("tree/pipe")));
    }

    [Fact]
    public void A_folder_that_is_missing_is_named() =>
        Assert.Equal("SLW0122", Assert.Throws<SlipwayException>(() => RevisionGathering.FromFolder(_temp.Under("missing"))).Error.Code);

    [Fact]
    public void The_bundle_itself_can_be_left_out()
    {
        _temp.Write("tree/f", "x");
        var bundle = _temp.Write("tree/out.zip", "an earlier one");
        Assert.Equal(["f"], RevisionGathering.FromFolder(_temp.Under("tree"), except: bundle).Select(f => f.Path));
    }

    [Fact]
    public async Task A_failure_leaves_the_earlier_bundle_and_nothing_else()
    {
        WriteTree("tree");
        var bundle = _temp.Write("out/bundle", "earlier");
        var files = RevisionGathering.FromFolder(_temp.Under("tree"));
        await Assert.ThrowsAsync<SlipwayException>(() =>
            RevisionPacker.PackAsync([.. files, new("zz", _temp.Under("missing"))], bundle, BundleType.Zip, default));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            RevisionPacker.PackAsync(files, bundle, BundleType.Zip, new CancellationToken(canceled: true)));
        Assert.Equal("earlier", File.ReadAllText(bundle));
        Assert.Single(Directory.EnumerateFileSystemEntries(_temp.Under("out")));
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_named()
    {
        var file = _temp.Write("f", "x");
        var exception = await Assert.ThrowsAsync<SlipwayException>(() =>
            RevisionPacker.PackAsync([new("f", file)], Path.Join(file, "bundle"), BundleType.Zip, default));
        Assert.Equal("SLW0124", exception.Error.Code);
    }

    private async Task<SlipwayError> Refused(string code, params RevisionFile[] files)
    {
        var exception = await Assert.ThrowsAsync<SlipwayException>(() =>
            RevisionPacker.PackAsync(files, _temp.Under("refused/bundle"), BundleType.Zip, default));
        Assert.Equal(code, exception.Error.Code);
        Assert.False(File.Exists(_temp.Under("refused/bundle")));
        return exception.Error;
    }

    private void WriteTree(string name)
    {
        _temp.Write($"{name}/appspec.yml", "version: 0.0\n");
        _temp.Write($"{name}/run.sh", "#!/bin/sh\n", "755");
        _temp.Write($"{name}/d/secret", "x", "600");
        _temp.Write($"{name}/d/empty", "");
        _temp.Write($"{name}/d/ü 日本 \\ * $x", "y");
        _temp.Write($"{name}/{new string('a', 150)}/{new string('b', 200)}", "long");
        _temp.Write($"{name}/large", [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * i >> 7))]);
        _temp.Link($"{name}/d/l", "../run.sh");
        _temp.Link($"{name}/long-link", string.Join('/', Enumerable.Repeat("target", 60)));
        Directory.CreateDirectory(_temp.Under($"{name}/void/inner"));
    }

    private Task<PackedRevision> Pack(string folder, BundleType type) =>
        RevisionPacker.PackAsync(RevisionGathering.FromFolder(_temp.Under(folder)), _temp.Under($"bundle.{type}"), type, TestContext.Current.CancellationToken);

    private StagedRevision Stage(string bundle) =>
        RevisionStaging.Stage(bundle, _temp.Under(Path.GetRandomFileName()), StagingLimits.Default, TestContext.Current.CancellationToken);
}
