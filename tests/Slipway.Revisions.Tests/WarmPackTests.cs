using Slipway.Specifications;
using Xunit;

namespace Slipway.Revisions.Tests;

/// <summary>A pack with a cache writes the bytes of one without, having done less.</summary>
public sealed class WarmPackTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static TheoryData<BundleType, RevisionCompression> Ways
    {
        get
        {
            var ways = new TheoryData<BundleType, RevisionCompression>();
            foreach (var type in Enum.GetValues<BundleType>())
            {
                foreach (var compression in Enum.GetValues<RevisionCompression>()) ways.Add(type, compression);
            }

            return ways;
        }
    }

    private string Cache => _temp.Under("cache");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_bytes_are_those_of_a_pack_without_a_cache_however_often_it_is_used(BundleType type, RevisionCompression compression)
    {
        WriteTree();
        var options = new PackOptions { Type = type, Compression = compression };
        var cold = Bytes(options);
        for (var i = 0; i < 3; i++) Assert.Equal(cold, Bytes(options with { CacheFolder = Cache }));
        WaitUntilSettled();
        for (var i = 0; i < 2; i++) Assert.Equal(cold, Bytes(options with { CacheFolder = Cache }));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_programs_of_others_open_what_came_out_of_a_cache(BundleType type, RevisionCompression compression)
    {
        WriteTree();
        var options = new PackOptions { Type = type, Compression = compression, CacheFolder = Cache };
        Pack(options);
        var bundle = Pack(options).BundleFile;
        Directory.CreateDirectory(_temp.Under("opened"));
        if (type == BundleType.Zip)
        {
            Programs.Run(_temp.Path, "unzip", "-q", bundle, "-d", "opened");
            Programs.Run(_temp.Path, "python3", "-m", "zipfile", "-t", bundle);
        }
        else
        {
            Programs.Run(_temp.Path, "tar", "-xpf", bundle, "-C", "opened");
            Programs.Run(_temp.Path, "python3", "-c", "import sys, tarfile; [t.extractfile(m).read() for t in [tarfile.open(sys.argv[1])] for m in t if m.isfile()]", bundle);
        }

        Assert.Equal(Tree.Of(_temp.Under("tree")), Tree.Of(_temp.Under("opened")));
    }

    [Fact]
    public void Bsdtar_opens_it_too()
    {
        WriteTree();
        foreach (var type in Enum.GetValues<BundleType>())
        {
            foreach (var compression in Enum.GetValues<RevisionCompression>())
            {
                var opened = $"{type}-{compression}";
                Directory.CreateDirectory(_temp.Under(opened));
                Programs.Run(_temp.Path, "bsdtar", "-xpf", Pack(new PackOptions { Type = type, Compression = compression }).BundleFile, "-C", opened);
                Assert.Equal(Tree.Of(_temp.Under("tree")), Tree.Of(_temp.Under(opened)));
            }
        }
    }

    [Theory]
    [InlineData(BundleType.Zip)]
    [InlineData(BundleType.Tgz)]
    public void What_has_not_changed_is_neither_read_nor_compressed(BundleType type)
    {
        WriteTree();
        WaitUntilSettled();
        Pack(type);
        var again = Pack(type).Effort;
        // What a zip holds uncompressed is copied from where it stands; a tgz asks only for the large one of those.
        Assert.Equal((type == BundleType.Zip ? 4 : 1, 0), (again.FilesRead, again.BytesCompressed));
        _temp.Write("tree/text-7", "changed");
        var changed = Pack(type).Effort;
        Assert.InRange(changed.FilesRead, 2, type == BundleType.Zip ? 5 : 40);
        Assert.InRange(changed.BytesCompressed, type == BundleType.Zip ? 0 : 1, 400_000);
        Assert.True(changed.BytesFromCache > 0);
    }

    [Theory]
    [InlineData(BundleType.Zip)]
    [InlineData(BundleType.Tgz)]
    public async Task Another_clone_reads_everything_and_compresses_nothing(BundleType type)
    {
        WriteTree();
        var bundle = File.ReadAllBytes(Pack(type).BundleFile);
        WriteTree("clone");
        var options = new PackOptions { Type = type, CacheFolder = Cache };
        var packed = await RevisionPacker.PackAsync(RevisionGathering.FromFolder(_temp.Under("clone")), _temp.Under("other"), options, TestContext.Current.CancellationToken);
        Assert.Equal(bundle, File.ReadAllBytes(packed.BundleFile));
        Assert.Equal(0, packed.Effort.BytesCompressed);
        Assert.Equal(packed.Manifest.Entries.Count(e => e.Sha256 is not null), packed.Effort.FilesRead);
    }

    [Fact]
    public void A_zip_and_a_tgz_share_the_parts_of_large_files()
    {
        WriteTree();
        Pack(BundleType.Zip);
        Assert.InRange(Pack(BundleType.Tgz).Effort.BytesCompressed, 1, 1 << 20);
    }

    [Fact]
    public void A_file_replaced_with_the_same_size_and_time_is_read_again()
    {
        var file = _temp.Write("tree/f", new string('a', 1000));
        File.SetLastWriteTimeUtc(file, LongAgo);
        WaitUntilSettled();
        var first = Pack(BundleType.Zip);
        Assert.Equal(first.Manifest.Identity, Pack(BundleType.Zip).Manifest.Identity);
        File.WriteAllText(file, new string('b', 1000));
        File.SetLastWriteTimeUtc(file, LongAgo);
        var second = Pack(BundleType.Zip);
        Assert.NotEqual(first.Manifest.Identity, second.Manifest.Identity);
        var other = _temp.Write("other", new string('c', 1000));
        File.SetLastWriteTimeUtc(other, LongAgo);
        WaitUntilSettled();
        Pack(BundleType.Zip);
        File.Move(other, file, overwrite: true);
        Assert.NotEqual(second.Manifest.Identity, Pack(BundleType.Zip).Manifest.Identity);
    }

    [Fact]
    public void What_was_just_written_is_not_trusted()
    {
        var file = _temp.Write("tree/f", new string('a', 1000));
        // Not one of these writes need show in the times of the file.
        for (var i = 0; i < 20; i++)
        {
            File.WriteAllText(file, new string((char)('a' + i), 1000));
            Pack(BundleType.Zip);
            File.WriteAllText(file, new string((char)('A' + i), 1000));
            Assert.Equal(Bytes(new()), File.ReadAllBytes(Pack(BundleType.Zip).BundleFile));
        }
    }

    [Fact]
    public void A_cache_that_cannot_be_written_costs_a_warning()
    {
        WriteTree();
        var cold = Bytes(new());
        _temp.Write("cache", "a file where the folder should be");
        var packed = Pack(BundleType.Zip);
        Assert.NotNull(packed.CacheWarning);
        Assert.Equal(cold, File.ReadAllBytes(packed.BundleFile));
    }

    [Fact]
    public void A_cache_that_can_only_be_read_is_read()
    {
        WriteTree();
        WaitUntilSettled();
        Pack(BundleType.Zip);
        // Nothing can be written where a file stands in the place of a folder, not even by root.
        Directory.Delete(Path.Join(Cache, "trees"), recursive: true);
        _temp.Write("cache/trees", "");
        _temp.Write("tree/new", new string('n', 1000));
        var packed = Pack(BundleType.Zip);
        Assert.NotNull(packed.CacheWarning);
        Assert.Equal(1000, packed.Effort.BytesCompressed);
        Assert.Equal(Bytes(new()), File.ReadAllBytes(Pack(BundleType.Zip).BundleFile));
    }

    [Fact]
    public void What_a_killed_pack_left_behind_is_not_read_and_later_removed()
    {
        WriteTree();
        Pack(BundleType.Zip);
        var segment = Assert.Single(Directory.GetFiles(Path.Join(Cache, "forms"), "*.forms"));

        // Killed after the forms and before the index: what stands there under a name that nobody reads.
        var torn = _temp.Write("cache/forms/torn.tmp", File.ReadAllBytes(segment)[..^5000]);
        Pack(BundleType.Zip);
        Assert.True(File.Exists(torn));
        File.SetLastWriteTimeUtc(torn, LongAgo);
        PackWithLimit(1);
        Assert.False(File.Exists(torn));
    }

    [Fact]
    public void The_cache_is_cut_back_to_its_size_and_what_the_latest_packs_needed_stays()
    {
        var random = new Random(1);
        for (var i = 0; i < 10; i++)
        {
            _temp.Write("tree/f", Text(random, 300_000));
            PackWithLimit(400_000);
        }

        var size = Directory.GetFiles(Path.Join(Cache, "forms")).Sum(f => new FileInfo(f).Length);
        Assert.InRange(size, 50_000, 400_000);
        Assert.Equal(0, Pack(BundleType.Zip).Effort.BytesCompressed);
    }

    [Fact]
    public void Many_small_segments_become_few_and_nothing_is_lost()
    {
        WriteTree();
        for (var i = 0; i < 60; i++)
        {
            _temp.Write($"tree/more-{i}", Text(new Random(i), 2000));
            Pack(BundleType.Zip);
        }

        Assert.InRange(Directory.GetFiles(Path.Join(Cache, "forms"), "*.forms").Length, 1, 48);
        Assert.Equal(0, Pack(BundleType.Zip).Effort.BytesCompressed);
    }

    [Fact]
    public void A_folder_that_is_another_one_each_time_leaves_no_more_than_some_traces()
    {
        var trees = Path.Join(Cache, "trees");
        _temp.Write("tree/f", Text(new Random(1), 3000));
        Pack(BundleType.Zip);
        for (var i = 0; i < 250; i++) File.Copy(Directory.GetFiles(trees)[0], Path.Join(trees, $"{i}.tree"));
        Pack(BundleType.Zip);
        Assert.InRange(Directory.GetFiles(trees).Length, 1, 200);
        Assert.Equal(0, Pack(BundleType.Zip).Effort.BytesCompressed);
    }

    [Fact]
    public void A_file_that_comes_among_thousands_compresses_only_its_neighbours_in_a_tgz()
    {
        var random = new Random(2);
        for (var i = 0; i < 3000; i++) _temp.Write($"tree/{i % 10}/{i}", Text(random, 1000));
        var whole = Pack(BundleType.Tgz).Effort.BytesCompressed;
        _temp.Write("tree/5/1005-new", Text(random, 1000));
        var changed = Pack(BundleType.Tgz).Effort.BytesCompressed;
        Assert.InRange(changed, 1000, whole / 2);
        File.Delete(_temp.Under("tree/5/1005-new"));
        Assert.Equal(0, Pack(BundleType.Tgz).Effort.BytesCompressed);
    }

    [Fact]
    public void What_did_not_shrink_is_not_tried_again()
    {
        // No text shrinks that holds each letter once, and it is too short to be seen as compressed.
        _temp.Write("tree/f", [.. Enumerable.Range(0, 200).Select(i => (byte)(i * 167))]);
        WaitUntilSettled();
        Assert.Equal(200, Pack(BundleType.Zip).Effort.BytesCompressed);
        Assert.Equal(0, Pack(BundleType.Zip).Effort.BytesCompressed);
    }

    [Fact]
    public async Task Nothing_is_kept_of_a_pack_that_failed()
    {
        WriteTree();
        var files = RevisionGathering.FromFolder(_temp.Under("tree"));
        var options = new PackOptions { CacheFolder = Cache };
        var unreadable = _temp.Under("tree/void");
        await Assert.ThrowsAsync<SlipwayException>(() => RevisionPacker.PackAsync([.. files, new("zz", _temp.Link("dangling", "nowhere")), new("zz/below", unreadable)], _temp.Under("b"), options, default));
        using var inspected = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            RevisionPacker.PackAsync(files, _temp.Under("b"), options with { Inspection = new Stopping(inspected) }, inspected.Token));
        Assert.Empty(Directory.Exists(Cache) ? Directory.GetFiles(Cache, "*.forms", SearchOption.AllDirectories) : []);
        Assert.Empty(Directory.Exists(Cache) ? Directory.GetFiles(Cache, "*.tmp", SearchOption.AllDirectories) : []);
    }

    private sealed class Stopping(CancellationTokenSource stop) : IContentInspection
    {
        public string Version => "1";

        public long LargestContent => 100;

        public bool IsClean(string path, ReadOnlySpan<byte> content)
        {
            if (path == "large") stop.Cancel();
            return true;
        }

        public void Judge(IReadOnlyList<RevisionFile> files)
        {
        }
    }

    private static byte[] Text(Random random, int length)
    {
        var text = new byte[length];
        for (var i = 0; i < length; i++) text[i] = (byte)('a' + random.Next(16));
        return text;
    }

    private void WriteTree(string name = "tree")
    {
        var random = new Random(3);
        _temp.Write($"{name}/appspec.yml", "version: 0.0\n");
        for (var i = 0; i < 40; i++) _temp.Write($"{name}/text-{i}", Text(random, i * i * 40));
        _temp.Write($"{name}/middle", Text(random, 500_000));
        _temp.Write($"{name}/large", Text(random, 2_500_000));
        var noise = new byte[1_200_000];
        random.NextBytes(noise);
        _temp.Write($"{name}/noise", noise);
        _temp.Write($"{name}/zeros", new byte[70_000]);
        _temp.Link($"{name}/link", "middle");
        Directory.CreateDirectory(_temp.Under($"{name}/void"));
    }

    // The clock's last digits are in use here: a fifth of a second says enough.
    private static void WaitUntilSettled() => Thread.Sleep(250);

    private PackedRevision Pack(BundleType type) => Pack(new PackOptions { Type = type, CacheFolder = Cache });

    private void PackWithLimit(long limit) => Pack(new PackOptions { CacheFolder = Cache, CacheSize = limit });

    private PackedRevision Pack(PackOptions options) =>
        RevisionPacker.PackAsync(RevisionGathering.FromFolder(_temp.Under("tree")), _temp.Under("bundle"), options, TestContext.Current.CancellationToken).GetAwaiter().GetResult();

    private byte[] Bytes(PackOptions options) => File.ReadAllBytes(Pack(options).BundleFile);
}
