using System.Text;
using Slipway.Revisions.Unix;
using Xunit;

namespace Slipway.Revisions.Tests;

public sealed class TarStagingTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Unpacks_files_links_directories_and_what_stands_under_odd_spellings()
    {
        var staged = Accepted(new RawTar()
            .Directory("./").File("./appspec.yml", "version: 0.0\n").File("/absolute/x", "x").File("a//b/./c", "c").Directory("empty/")
            .Link("l", "/etc/passwd").Link("up", "../..")
            .ToArray());
        Assert.Equal("appspec.yml", staged.AppSpecFile);
        Assert.Equal((5, 15), (staged.Files, staged.Bytes));
        Assert.Equal(["a/", "a/b/", "absolute/", "empty/", "l -> /etc/passwd", "up -> ../.."], Names().Where(n => !n.Contains(' ') || n.Contains("->")));
        Assert.Equal("c", Text("a/b/c"));
        Assert.Equal("x", Text("absolute/x"));
    }

    [Theory]
    [InlineData("0644")]
    [InlineData("0000")]
    [InlineData("0777")]
    [InlineData("6755")]
    public void Files_keep_their_full_mode_whatever_the_umask(string mode)
    {
        Accepted(new RawTar().File("f", "x", mode).ToArray());
        Assert.Equal(Convert.ToInt32(mode, 8), Status("f").Mode);
    }

    [Fact]
    public void Root_keeps_owners_and_with_them_setuid()
    {
        if (UnixFiles.EffectiveUser != 0) Assert.Skip("changing owners needs root");
        Accepted(new RawTar().Entry("f", '0', "x"u8.ToArray(), mode: "4755", user: 1234, group: 99).ToArray());
        Assert.Equal((1234u, 99u, Convert.ToInt32("4755", 8)), (Status("f").User, Status("f").Group, Status("f").Mode));
    }

    [Fact]
    public void Root_takes_the_name_of_an_owner_before_its_number()
    {
        if (UnixFiles.EffectiveUser != 0) Assert.Skip("changing owners needs root");
        Accepted(new RawTar()
            .Entry("known", '0', [], user: 1234, group: 1234, userName: "daemon", groupName: "daemon")
            .Entry("unknown", '0', [], user: 1234, group: 1234, userName: "nobody-has-this", groupName: "nobody-has-this")
            .Pax('x', "uid=99", "gid=99").Entry("pax", '0', [], user: 1234, group: 1234, userName: "daemon", groupName: "daemon")
            .ToArray());
        Assert.True(UnixAccounts.TryUser("daemon", out var daemon));
        Assert.Equal((daemon, 1234u, 99u), (Status("known").User, Status("unknown").User, Status("pax").User));
    }

    [Fact]
    public void Directories_can_be_searched_whatever_the_archive_says()
    {
        Accepted(new RawTar().Directory("d", "0000").File("d/f", "x").ToArray());
        Assert.Equal(Convert.ToInt32("777", 8) & ~UnixFiles.Umask(), Status("d").Mode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_234_567_890)]
    [InlineData(4_000_000_000)]
    [InlineData(8_000_000_000)]
    public void Files_keep_their_times(long seconds)
    {
        Accepted(new RawTar().File("f", "x", mtime: seconds).ToArray());
        Assert.Equal(new UnixTime(seconds, 0), Status("f").Modified);
    }

    [Fact]
    public void Pax_attributes_override_the_header()
    {
        var name = new string('n', 200);
        var target = string.Join('/', Enumerable.Repeat("target", 60));
        Accepted(new RawTar()
            .Pax('x', $"path=d/{name}/ü", "mtime=1000000000.25", "size=3").Entry("short", '0', "abc"u8.ToArray(), claimedSize: 0)
            .Pax('x', $"linkpath={target}", "path=l").Entry("short", '2', [])
            .Pax('x', "mtime=-1.5").File("before-1970", "x")
            .ToArray());
        Assert.Equal("abc", Text($"d/{name}/ü"));
        Assert.Equal(new UnixTime(1_000_000_000, 250_000_000), Status($"d/{name}/ü").Modified);
        Assert.Equal(new UnixTime(-2, 500_000_000), Status("before-1970").Modified);
        Assert.Contains($"l -> {target}", Names());
    }

    [Fact]
    public void A_global_pax_header_holds_for_all_and_a_local_one_beats_it()
    {
        Accepted(new RawTar().Pax('g', "mtime=5", "comment=a word").File("a", "x").Pax('x', "mtime=6").File("b", "x").File("c", "x").ToArray());
        Assert.Equal([5L, 6L, 5L], new[] { "a", "b", "c" }.Select(n => Status(n).Modified.Seconds));
    }

    [Fact]
    public void Gnu_long_names_and_binary_numbers_are_understood()
    {
        var name = string.Join('/', Enumerable.Repeat("long-name", 40));
        var target = new string('t', 300);
        var block = new byte[512];
        "short"u8.CopyTo(block);
        "0000644"u8.CopyTo(block.AsSpan(100));
        byte[] owner = [0x80, 0, 0, 0, 0, 0x3f, 0xff, 0xff];
        owner.CopyTo(block, 108);
        owner.CopyTo(block, 116);
        "00000000001"u8.CopyTo(block.AsSpan(124));
        byte[] time = [0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0];
        time.CopyTo(block, 136);
        block[156] = (byte)'0';
        "ustar  \0"u8.CopyTo(block.AsSpan(257));
        "not a prefix"u8.CopyTo(block.AsSpan(345));
        Accepted(new RawTar()
            .Entry("././@LongLink", 'L', Encoding.UTF8.GetBytes(name + "\0"), gnu: true).Block(block, "y"u8.ToArray())
            .Entry("././@LongLink", 'K', Encoding.UTF8.GetBytes(target + "\0"), gnu: true).Entry("l", '2', [], "t", gnu: true)
            .ToArray());
        Assert.Equal("y", Text(name));
        Assert.Equal(2L << 32, Status(name).Modified.Seconds);
        if (UnixFiles.EffectiveUser == 0) Assert.Equal(0x3fffffu, Status(name).User);
        Assert.Contains($"l -> {target}", Names());
    }

    [Fact]
    public void A_hard_link_becomes_a_file_of_its_own()
    {
        Accepted(new RawTar().File("d/a", "content", "0750").HardLink("b", "./d/a").Link("l", "d/a").HardLink("l2", "l").ToArray());
        Assert.Equal("content", Text("b"));
        Assert.Equal(Status("d/a") with { Inode = 0, Changed = default }, Status("b") with { Inode = 0, Changed = default });
        Assert.Equal(1u, Status("b").Links);
        Assert.Contains("l2 -> d/a", Names());
    }

    [Fact]
    public void A_hard_link_to_an_unreadable_file_is_one_too()
    {
        Accepted(new RawTar().File("a", "content", "0000").HardLink("b", "a").ToArray());
        Assert.Equal((0, 7L, 0, 7L), (Status("a").Mode, Status("a").Size, Status("b").Mode, Status("b").Size));
    }

    [Fact]
    public void Of_duplicates_the_last_wins_whatever_they_are()
    {
        Accepted(new RawTar()
            .File("f", "old").File("f", "new")
            .Link("l", "/tmp").File("l", "no longer a link")
            .Directory("d").File("d", "no longer a directory")
            .File("g", "x").Directory("g").File("g/h", "below")
            .Link("m", "elsewhere").Directory("m").File("m/n", "in a directory of our own")
            .ToArray());
        string[] expected = ["new", "no longer a link", "no longer a directory", "below", "in a directory of our own"];
        Assert.Equal(expected, new[] { "f", "l", "d", "g/h", "m/n" }.Select(Text));
    }

    [Fact]
    public void A_gzipped_tar_is_told_by_its_content()
    {
        Assert.Equal(1, Accepted(new RawTar().File("f", "x").ToGzip()).Files);
        Assert.Equal("x", Text("f"));
    }

    [Theory]
    [InlineData("../x", "SLW0104")]
    [InlineData("a/../../x", "SLW0104")]
    [InlineData("a/..", "SLW0104")]
    [InlineData("/../x", "SLW0104")]
    [InlineData("C:/x", "SLW0104")]
    [InlineData("c:\\x", "SLW0104")]
    public void Refuses_paths_that_lead_out(string name, string code)
    {
        Staged.Refused(_temp, new RawTar().File("before", "x").File(name, "evil").ToArray(), code);
        Staged.Refused(_temp, new RawTar().Directory(name).ToGzip(), code);
        Staged.Refused(_temp, new RawTar().File("before", "x").HardLink("h", name).ToArray(), code);
    }

    [Fact]
    public void A_backslash_and_a_colon_are_letters_like_others()
    {
        Accepted(new RawTar().File("a\\b", "x").File("12:30", "x").ToArray());
        Assert.Equal("x", Text("a\\b"));
        Assert.Equal("x", Text("12:30"));
    }

    [Theory]
    [InlineData("/tmp")]
    [InlineData("..")]
    [InlineData("d")]
    public void Refuses_to_write_through_a_link_of_the_archive(string target)
    {
        Staged.Refused(_temp, new RawTar().Directory("d").Link("l", target).File("l/evil", "x").ToArray(), "SLW0107");
        Staged.Refused(_temp, new RawTar().Directory("d").Link("l", target).Directory("l/sub").ToArray(), "SLW0107");
        Staged.Refused(_temp, new RawTar().Directory("d").Link("l", target).HardLink("h", "l/passwd").ToArray(), "SLW0107");
    }

    [Fact]
    public void Refuses_a_loop_of_links_on_the_way() =>
        Staged.Refused(_temp, new RawTar().Link("a", "b").Link("b", "a").File("a/x", "x").ToArray(), "SLW0107");

    [Theory]
    [InlineData('3', "device")]
    [InlineData('4', "device")]
    [InlineData('6', "FIFO")]
    public void Refuses_special_files(char type, string name)
    {
        var error = Staged.Refused(_temp, new RawTar().Entry("dev/x", type, []).ToArray(), "SLW0105");
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains("dev/x", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_stands_in_the_way()
    {
        Staged.Refused(_temp, new RawTar().File("f", "x").File("f/g", "x").ToArray(), "SLW0104");
        Staged.Refused(_temp, new RawTar().File("d/f", "x").File("d", "x").ToArray(), "SLW0104");
        Staged.Refused(_temp, new RawTar().Directory("d").HardLink("h", "d").ToArray(), "SLW0104");
        Staged.Refused(_temp, new RawTar().HardLink("h", "missing").ToArray(), "SLW0103");
    }

    [Fact]
    public void Refuses_names_that_no_file_system_takes()
    {
        Staged.Refused(_temp, new RawTar().Entry("", '0', [], rawName: [(byte)'a', 0xff]).ToArray(), "SLW0106");
        Staged.Refused(_temp, new RawTar().Pax('x', "path=" + new string('n', 256)).File("f", "x").ToArray(), "SLW0104");
        Staged.Refused(_temp, new RawTar().Pax('x', "path=" + string.Concat(Enumerable.Repeat("d/", 2500))).File("f", "x").ToArray(), "SLW0104");
        Staged.Refused(_temp, new RawTar().File("", "x").ToArray(), "SLW0104");
    }

    [Fact]
    public void Refuses_sparse_and_multi_volume_members()
    {
        Staged.Refused(_temp, new RawTar().Pax('x', "GNU.sparse.major=1").File("f", "x").ToArray(), "SLW0109");
        Staged.Refused(_temp, new RawTar().Entry("f", 'S', []).ToArray(), "SLW0109");
        Staged.Refused(_temp, new RawTar().Entry("f", 'M', []).ToArray(), "SLW0109");
    }

    [Fact]
    public void Refuses_damage()
    {
        var whole = new RawTar().File("f", "content");
        Staged.Refused(_temp, whole.ToArray(endMark: false), "SLW0103");
        Staged.Refused(_temp, whole.ToArray()[..700], "SLW0103");
        Staged.Refused(_temp, new RawTar().Entry("f", '0', [], claimedSize: 1L << 32).ToArray(), "SLW0103");
        Staged.Refused(_temp, new RawTar().Entry("f", 'L', [], claimedSize: 1L << 32).ToArray(), "SLW0103");
        Staged.Refused(_temp, new RawTar().Entry("f", 'x', "nonsense"u8.ToArray()).File("f", "x").ToArray(), "SLW0103");
        Staged.Refused(_temp, new RawTar().Entry("l", '2', []).ToArray(), "SLW0103");
    }

    [Fact]
    public void Refuses_a_gzip_that_is_cut_off_anywhere()
    {
        var whole = new RawTar().File("f", "content").ToGzip();
        for (var length = 1; length < whole.Length; length++) Assert.StartsWith("SLW010", RefusedWith(whole[..length]), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_gzip_with_any_bit_flipped_or_unpacks_the_same()
    {
        var whole = new RawTar().File("f", "content").ToGzip();
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            if (RefusedWith(damaged) is not null) continue;
            Assert.Equal("content", Text("f"));
            Directory.Delete(_temp.Under("outer/staging"), recursive: true);
        }
    }

    [Fact]
    public void Refuses_bombs()
    {
        var zeros = new RawTar().Entry("zeros", '0', new byte[80 << 20]).ToGzip();
        Assert.Contains("times its size", Staged.Refused(_temp, zeros, "SLW0108").Message, StringComparison.Ordinal);
        Staged.Refused(_temp, zeros, "SLW0108", new(1 << 20, 10, 10_000));
        Staged.Refused(_temp, new RawTar().File("a", "").File("b", "").File("c", "").ToArray(), "SLW0108", new(100, 2, 200));

        // Each hard link is a copy here, so they multiply.
        var links = new RawTar().Entry("f", '0', new byte[1 << 20]);
        for (var i = 0; i < 300; i++) links.HardLink($"h{i}", "f");
        Staged.Refused(_temp, links.ToArray(), "SLW0108", new(200 << 20, 1000, 200));
    }

    private StagedRevision Accepted(byte[] bundle) => Staged.Accepted(_temp, bundle);

    private string? RefusedWith(byte[] bundle)
    {
        try
        {
            Accepted(bundle);
            return null;
        }
        catch (Specifications.SlipwayException e)
        {
            Assert.False(Directory.Exists(_temp.Under("outer/staging")));
            return e.Error.Code;
        }
    }

    private string Text(string name) => File.ReadAllText(Path.Join(_temp.Under("outer/staging"), name));

    private FileStatus Status(string name) => UnixFiles.Status(null, Path.Join(_temp.Under("outer/staging"), name));

    private IReadOnlyList<string> Names() => Tree.Of(_temp.Under("outer/staging"));
}
