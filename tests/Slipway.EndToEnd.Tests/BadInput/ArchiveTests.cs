using System.Formats.Tar;
using System.IO.Compression;
using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.EndToEnd.Tests.BadInput;

/// <summary>Bundles that are damaged, and bundles that mean harm.</summary>
public sealed class ArchiveTests : IDisposable
{
    private const string AppSpec = "version: 0.0\nos: linux\nfiles:\n  - source: app\n    destination: /srv/app\n";
    private readonly Scratch scratch = new();

    public static TheoryData<string> Types => ["zip", "tar", "tgz"];

    public static TheoryData<string> HostileNames =>
        ["../evil", "app/../../evil", "app/../../../../../../tmp/slipway-evil", "..", "app/..", "C:/evil", "C:\\evil", "./../evil"];

    public void Dispose() => scratch.Dispose();

    [Theory, MemberData(nameof(Types))]
    public void A_truncated_bundle_is_refused_and_nothing_is_touched(string type)
    {
        var (bundle, bytes) = Pack(type);
        Deploy(bundle).MustSucceed();
        var before = TreeEntry.Below(scratch.Root);
        // A tar without its last block of zeros is still whole.
        var whole = type == "tar" ? bytes.Length - 1024 - 10_240 : bytes.Length - 1;
        foreach (var length in (int[])[0, 1, 10, bytes.Length / 4, bytes.Length / 2, bytes.Length * 3 / 4, whole])
        {
            File.WriteAllBytes(bundle, bytes[..Math.Max(length, 0)]);
            var run = Deploy(bundle);
            Assert.True(run.ExitCode == 1, $"{length} of {bytes.Length} bytes: {run}");
            Assert.Empty(Manners.Breaches(run));
            Assert.Equal(before, TreeEntry.Below(scratch.Root));
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void A_flipped_bit_is_found_or_does_no_harm(string type)
    {
        var (bundle, bytes) = Pack(type);
        Deploy(bundle).MustSucceed();
        var before = WithoutOwnersAndTimes();
        var random = new Random(type.Length * 31);
        for (var flip = 0; flip < (Machine.IsFull ? 300 : 15); flip++)
        {
            var damaged = bytes.ToArray();
            var (position, bit) = (random.Next(bytes.Length), random.Next(8));
            damaged[position] ^= (byte)(1 << bit);
            File.WriteAllBytes(bundle, damaged);
            var run = Deploy(bundle);
            Assert.InRange(run.ExitCode, 0, 1);
            Assert.Empty(Manners.Breaches(run));
            Assert.Equal(before, WithoutOwnersAndTimes());
        }
    }

    [Theory, MemberData(nameof(HostileNames))]
    public void A_name_that_leaves_the_revision_is_refused_in_a_zip(string name) => Refused("hostile.zip", stream =>
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        AddToZip(zip, "appspec.yml", AppSpec);
        AddToZip(zip, "app/good", "good");
        AddToZip(zip, name, "evil");
    });

    [Theory, MemberData(nameof(HostileNames))]
    public void A_name_that_leaves_the_revision_is_refused_in_a_tar(string name) => Refused("hostile.tar", stream =>
    {
        using var tar = new TarWriter(stream, TarEntryFormat.Pax);
        AddToTar(tar, "appspec.yml", AppSpec);
        AddToTar(tar, "app/good", "good");
        AddToTar(tar, name, "evil");
    });

    [Theory]
    [InlineData("/outside")]
    [InlineData("../../../../outside")]
    [InlineData("..")]
    public void Writing_through_a_link_of_the_archive_is_refused(string target)
    {
        Refused("hostile.tar", stream =>
        {
            using var tar = new TarWriter(stream, TarEntryFormat.Pax);
            AddToTar(tar, "appspec.yml", AppSpec);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "app/link") { LinkName = target.Replace("/outside", scratch.PathOf("outside"), StringComparison.Ordinal) });
            AddToTar(tar, "app/link/evil", "evil");
        });
        Refused("hostile.zip", stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
            AddToZip(zip, "appspec.yml", AppSpec);
            AddToZip(zip, "app/link", target.Replace("/outside", scratch.PathOf("outside"), StringComparison.Ordinal), 0xA1FF);
            AddToZip(zip, "app/link/evil", "evil");
        });
    }

    [Theory]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    public void Special_files_are_refused(TarEntryType type) => Refused("hostile.tar", stream =>
    {
        using var tar = new TarWriter(stream, TarEntryFormat.Pax);
        AddToTar(tar, "appspec.yml", AppSpec);
        tar.WriteEntry(new PaxTarEntry(type, "app/special"));
    });

    [Fact]
    public void A_hard_link_to_a_file_outside_is_refused() => Refused("hostile.tar", stream =>
    {
        using var tar = new TarWriter(stream, TarEntryFormat.Pax);
        AddToTar(tar, "appspec.yml", AppSpec);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "app/passwords") { LinkName = "../../../../../../etc/passwd" });
    });

    [Theory]
    [InlineData("bomb.zip")]
    [InlineData("bomb.tgz")]
    public void A_bomb_is_refused_before_it_fills_the_disk(string name)
    {
        Refused(name, stream =>
        {
            var zeros = new byte[1 << 20];
            void Fill(Stream content)
            {
                for (var megabyte = 0; megabyte < 600; megabyte++)
                {
                    content.Write(zeros);
                }
            }
            if (name.EndsWith("zip", StringComparison.Ordinal))
            {
                using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
                AddToZip(zip, "appspec.yml", AppSpec);
                using var bomb = zip.CreateEntry("app/bomb", CompressionLevel.Optimal).Open();
                Fill(bomb);
            }
            else
            {
                using var gzip = new GZipStream(stream, CompressionLevel.Optimal);
                using var tar = new TarWriter(gzip, TarEntryFormat.Pax);
                AddToTar(tar, "appspec.yml", AppSpec);
                using var content = new MemoryStream(600 << 20);
                Fill(content);
                content.Position = 0;
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "app/bomb") { DataStream = content });
            }
        });
        var stateSize = Directory.Exists(scratch.State) ? TreeEntry.Below(scratch.State).Where(entry => entry.Type == "file").Sum(entry => new FileInfo(Path.Combine(scratch.State, entry.Path)).Length) : 0;
        Assert.InRange(stateSize, 0, 10 << 20);
    }

    [Fact]
    public void A_fifo_in_a_revision_folder_is_refused()
    {
        var revision = Revisions.Write(scratch.PathOf("revision"), "1");
        CommandLine.Program("mkfifo", Path.Combine(revision, "app/pipe"));
        var run = Deploy(revision);
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Empty(Manners.Breaches(run));
        Assert.Contains("pipe", run.Error, StringComparison.Ordinal);
        Assert.Empty(TreeEntry.Below(scratch.Root));
    }

    private void Refused(string name, Action<Stream> write)
    {
        var bundle = scratch.PathOf(name);
        var outside = scratch.PathOf("outside");
        Directory.CreateDirectory(outside);
        using (var stream = File.Create(bundle))
        {
            write(stream);
        }
        var run = Deploy(bundle);
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Empty(Manners.Breaches(run));
        Assert.Empty(TreeEntry.Below(scratch.Root));
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        Assert.False(File.Exists("/tmp/slipway-evil"));
        Assert.DoesNotContain(TreeEntry.Below(scratch.Folder), entry => Path.GetFileName(entry.Path) == "evil");
    }

    private (string Path, byte[] Bytes) Pack(string type)
    {
        var files = Enumerable.Range(0, 30).ToDictionary(number => $"folder-{number % 3}/file-{number}", number => string.Concat(Enumerable.Repeat($"line {number} of a file\n", 20 + number)));
        var revision = Revisions.Write(scratch.PathOf("revision"), files);
        var bundle = scratch.PathOf($"bundle.{type}");
        CommandLine.Slipway("pack", revision, "-o", bundle, "--type", type).MustSucceed();
        return (bundle, File.ReadAllBytes(bundle));
    }

    private Run Deploy(string revision) => CommandLine.Slipway("deploy", revision, "--root", scratch.Root, "--state", scratch.State);

    private IReadOnlyList<TreeEntry> WithoutOwnersAndTimes() => [.. TreeEntry.Below(scratch.Root).Select(entry => entry with { Modified = "", Uid = 0, Gid = 0 })];

    private static void AddToZip(ZipArchive zip, string name, string text, int mode = 0x81A4)
    {
        var entry = zip.CreateEntry(name);
        entry.ExternalAttributes = mode << 16;
        using var writer = new StreamWriter(entry.Open());
        writer.Write(text);
    }

    private static void AddToTar(TarWriter tar, string name, string text) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)) });
}
