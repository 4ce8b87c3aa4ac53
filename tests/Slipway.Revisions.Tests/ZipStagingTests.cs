using System.IO.Compression;
using Slipway.Revisions.Unix;
using Xunit;

namespace Slipway.Revisions.Tests;

public sealed class ZipStagingTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Unpacks_files_links_directories_and_what_stands_under_odd_spellings()
    {
        var staged = Accepted(new RawZip()
            .File("appspec.yml", "version: 0.0\n").File("/absolute/x", "x").File("a//b/./c", "c").Directory("empty")
            .Link("l", "/etc/passwd").Link("up", "../..")
            .Add("stored", "stored"u8.ToArray(), 0x81a40000, method: 0)
            .ToArray());
        Assert.Equal("appspec.yml", staged.AppSpecFile);
        Assert.Equal((6, 21), (staged.Files, staged.Bytes));
        Assert.Equal(["c", "x", "stored"], new[] { "a/b/c", "absolute/x", "stored" }.Select(Text));
        Assert.Contains("l -> /etc/passwd", Names());
        Assert.Contains("up -> ../..", Names());
        Assert.Contains("empty/", Names());
    }

    [Theory]
    [InlineData("100644", "644")]
    [InlineData("100000", "0")]
    [InlineData("100777", "777")]
    [InlineData("104755", "755")]
    public void Files_keep_their_unix_mode_without_setuid_as_unzip_has_it(string mode, string expected)
    {
        Accepted(new RawZip().File("f", "x", mode).ToArray());
        Assert.Equal(Convert.ToInt32(expected, 8), Status("f").Mode);
    }

    [Theory]
    [InlineData(0, 0x20u)]
    [InlineData(0, 0u)]
    [InlineData(3, 0u)]
    [InlineData(11, 0x81c00020u)]
    public void An_entry_without_unix_attributes_becomes_0644(byte host, uint attributes)
    {
        Accepted(new RawZip().Add("f", "x"u8.ToArray(), attributes, host).Add("d/", [], 0x10, host).ToArray());
        Assert.Equal(Convert.ToInt32("644", 8), Status("f").Mode);
        Assert.Equal(FileKind.Directory, Status("d").Kind);
    }

    [Fact]
    public void What_net_writes_on_linux_keeps_its_mode()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry("run.sh");
            entry.ExternalAttributes = Convert.ToInt32("100755", 8) << 16;
            using var stream = entry.Open();
            stream.Write("x"u8);
        }

        Accepted(bytes.ToArray());
        Assert.Equal(Convert.ToInt32("755", 8), Status("run.sh").Mode);
    }

    [Fact]
    public void Backslashes_separate_only_where_dos_wrote_them()
    {
        Accepted(new RawZip()
            .Add("d\\f", "dos"u8.ToArray(), 0x20, host: 0).Add("m/a\\b", "mixed"u8.ToArray(), 0x20, host: 0).Add("e\\", [], 0x10, host: 0).File("u\\f", "unix")
            .ToArray());
        Assert.Equal(["dos", "unix", "mixed"], new[] { "d/f", "u\\f", "m/a\\b" }.Select(Text));
        Assert.Equal(FileKind.Directory, Status("e").Kind);
    }

    [Fact]
    public void Times_come_from_the_extended_timestamp_or_the_local_dos_time()
    {
        byte[] extra = [0x55, 0x54, 5, 0, 1, .. BitConverter.GetBytes(1_234_567_890)];
        var dos = new DateTime(2023, 11, 14, 22, 13, 20, DateTimeKind.Local);
        Accepted(new RawZip()
            .Add("extended", "x"u8.ToArray(), 0x81a40000, extra: extra)
            .Add("dos", "x"u8.ToArray(), 0x81a40000, date: (43 << 9) | (11 << 5) | 14, time: (22 << 11) | (13 << 5) | 10)
            .Add("impossible", "x"u8.ToArray(), 0x81a40000, date: 0, time: 0xffff)
            .ToArray());
        Assert.Equal(1_234_567_890, Status("extended").Modified.Seconds);
        Assert.Equal(new DateTimeOffset(dos).ToUnixTimeSeconds(), Status("dos").Modified.Seconds);
        Assert.Equal(FileKind.File, Status("impossible").Kind);
    }

    [Fact]
    public void Zip64_records_are_understood()
    {
        byte[] extra = [1, 0, 24, 0, .. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(0L)];
        Accepted(new RawZip().Add("f", "x"u8.ToArray(), 0x81a40000, method: 0, extra: extra, size: uint.MaxValue, packedSize: uint.MaxValue,
            offset: uint.MaxValue).ToArray());
        Assert.Equal("x", Text("f"));
    }

    [Fact]
    public void A_comment_at_the_end_is_no_harm()
    {
        Accepted(new RawZip().File("f", "x").ToArray(comment: "a comment"));
        Assert.Equal("x", Text("f"));
    }

    [Fact]
    public void Of_duplicates_the_last_wins()
    {
        Accepted(new RawZip().File("f", "old").File("f", "new").Link("l", "/tmp").File("l", "file").ToArray());
        Assert.Equal(["new", "file"], new[] { "f", "l" }.Select(Text));
    }

    [Fact]
    public void An_empty_archive_has_no_appspec() => Assert.Null(Accepted(new RawZip().ToArray()).AppSpecFile);

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/..")]
    [InlineData("C:/x")]
    [InlineData("C:\\x")]
    [InlineData("a\0b")]
    [InlineData("")]
    public void Refuses_bad_paths_before_anything_is_written(string name) =>
        Staged.Refused(_temp, new RawZip().File("before", "x").File(name, "evil").ToArray(), "SLW0104");

    [Fact]
    public void Refuses_backslash_traversal_of_a_dos_archive() =>
        Staged.Refused(_temp, new RawZip().Add("..\\..\\x", "x"u8.ToArray(), 0x20, host: 0).ToArray(), "SLW0104");

    [Fact]
    public void Refuses_to_write_through_a_link_of_the_archive()
    {
        Staged.Refused(_temp, new RawZip().Link("l", "/tmp").File("l/evil", "x").ToArray(), "SLW0107");
        Staged.Refused(_temp, new RawZip().Directory("d").Link("l", "d").Directory("l/sub").ToArray(), "SLW0107");
        Staged.Refused(_temp, new RawZip().Link("a", "b").Link("b", "a").File("a/x", "x").ToArray(), "SLW0107");
    }

    [Theory]
    [InlineData("010644", "FIFO")]
    [InlineData("020644", "device")]
    [InlineData("060644", "device")]
    [InlineData("140644", "socket")]
    public void Refuses_special_files(string mode, string kind) =>
        Assert.Contains(kind, Staged.Refused(_temp, new RawZip().File("x", "", mode).ToArray(), "SLW0105").Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_names_that_are_not_utf8_whatever_the_flag_says()
    {
        Staged.Refused(_temp, new RawZip().Add("", [], 0, rawName: [(byte)'a', 0xff], flags: 0).ToArray(), "SLW0106");
        Staged.Refused(_temp, new RawZip().Add("", [], 0, rawName: [(byte)'a', 0x81]).ToArray(), "SLW0106");
        Staged.Refused(_temp, new RawZip().Add("l", [0xc0, 0x80], 0xa1ff0000).ToArray(), "SLW0106");
    }

    [Fact]
    public void Takes_utf8_names_without_the_flag()
    {
        Accepted(new RawZip().Add("ü/日本", "x"u8.ToArray(), 0, flags: 0).ToArray());
        Assert.Equal("x", Text("ü/日本"));
    }

    [Fact]
    public void Refuses_encryption_and_unusual_compression()
    {
        Staged.Refused(_temp, new RawZip().Add("f", "x"u8.ToArray(), 0, flags: 1).ToArray(), "SLW0109");
        Staged.Refused(_temp, new RawZip().Add("f", "x"u8.ToArray(), 0, method: 12).ToArray(), "SLW0109");
    }

    [Fact]
    public void Refuses_lies()
    {
        var content = new byte[1000];
        Staged.Refused(_temp, new RawZip().Add("f", content, 0, size: 999).ToArray(), "SLW0103");
        Staged.Refused(_temp, new RawZip().Add("f", content, 0, size: 1001).ToArray(), "SLW0103");
        Staged.Refused(_temp, new RawZip().Add("f", content, 0, size: 0).ToArray(), "SLW0103");
        Staged.Refused(_temp, new RawZip().Add("f", content, 0, method: 0, size: 10).ToArray(), "SLW0103");
        Staged.Refused(_temp, new RawZip().Add("f", content, 0, packedSize: 3).ToArray(), "SLW0103");
        Staged.Refused(_temp, new RawZip().Add("f", content, 0, packedSize: 1 << 20).ToArray(), "SLW0103");
        Staged.Refused(_temp, new RawZip().Add("f", content, 0, offset: 1 << 20).ToArray(), "SLW0103");
        Staged.Refused(_temp, new RawZip().Add("f", content, 0, crc: 1).ToArray(), "SLW0103");
        Staged.Refused(_temp, new RawZip().Add("f", content, 0, localName: "g").ToArray(), "SLW0103");
        Staged.Refused(_temp, new RawZip().Add("f", content, 0, size: uint.MaxValue).ToArray(), "SLW0103");
        Staged.Refused(_temp, new RawZip().File("f", "x").ToArray(entries: 2), "SLW0103");
        Staged.Refused(_temp, new RawZip().Link("l", "").ToArray(), "SLW0103");
    }

    [Fact]
    public void Refuses_entries_that_share_bytes() =>
        Staged.Refused(_temp, new RawZip().File("f", new string('x', 1000)).Add("f", new byte[1000], 0, offset: 0).ToArray(), "SLW0103");

    [Fact]
    public void Refuses_bombs_by_what_they_claim_before_anything_is_written()
    {
        var zeros = new RawZip().Add("zeros", new byte[80 << 20], 0, crc: 0).ToArray();
        Staged.Refused(_temp, zeros, "SLW0108");
        Staged.Refused(_temp, zeros, "SLW0108", new(1 << 20, 10, 10_000));
        Staged.Refused(_temp, new RawZip().File("a", "").File("b", "").File("c", "").ToArray(), "SLW0108", new(100, 2, 200));
    }

    [Fact]
    public void Refuses_an_archive_that_is_cut_off_anywhere()
    {
        var whole = new RawZip().File("f", "content").Directory("d").Link("l", "f").ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = _temp.Write("bundle", whole[..length]);
            var error = Assert.Throws<Specifications.SlipwayException>(() =>
                RevisionStaging.Stage(cut, _temp.Under("s"), StagingLimits.Default, default)).Error;
            Assert.True(error.Code is "SLW0102" or "SLW0103", $"{length}: {error}");
            Assert.False(Directory.Exists(_temp.Under("s")));
        }
    }

    [Fact]
    public void Refuses_what_is_no_archive()
    {
        Staged.Refused(_temp, [], "SLW0102");
        Staged.Refused(_temp, "this is not an archive"u8.ToArray(), "SLW0102");
        Staged.Refused(_temp, [.. Enumerable.Repeat((byte)'x', 2000)], "SLW0102");
        Assert.Contains("xz", Staged.Refused(_temp, [0xfd, .. "7zXZ\0"u8], "SLW0102").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "top/appspec.yml", "top/app/f")]
    [InlineData(true, "top/my-APPSPEC.txt", "top/app/f")]
    [InlineData(true, "top/appspec.yml", "top/top/f")]
    [InlineData(true, "top/appspec.yml", "top/.leading/f")]
    [InlineData(false, "top/appspec.yml", ".hidden")]
    [InlineData(false, "top/appspec.yml", "other/f")]
    [InlineData(false, "top/next/appspec.yml", "top/next/f")]
    [InlineData(false, "top/app.yml", "top/f")]
    public void A_leading_directory_is_stripped_when_an_appspec_stands_in_it(bool stripped, params string[] names)
    {
        Accepted(names.Aggregate(new RawZip(), (zip, name) => zip.File(name, "x")).ToArray());
        foreach (var name in names) Assert.Equal("x", Text(stripped ? name["top/".Length..] : name));
    }

    [Fact]
    public void A_lone_link_to_a_directory_is_no_leading_directory()
    {
        Accepted(new RawZip().Link("top", "/tmp").ToArray());
        Assert.Equal(["top -> /tmp"], Names());
    }

    private StagedRevision Accepted(byte[] bundle) => Staged.Accepted(_temp, bundle);

    private string Text(string name) => File.ReadAllText(Path.Join(_temp.Under("outer/staging"), name));

    private FileStatus Status(string name) => UnixFiles.Status(null, Path.Join(_temp.Under("outer/staging"), name));

    private IReadOnlyList<string> Names() => Tree.Of(_temp.Under("outer/staging"));
}
