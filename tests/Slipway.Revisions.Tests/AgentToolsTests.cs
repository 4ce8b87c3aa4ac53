using System.Diagnostics;
using System.Text;
using CsCheck;
using Slipway.Revisions.Unix;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Revisions.Tests;

/// <summary>What we take out of an archive is what the agent's own tools, GNU tar and Info-ZIP, take out of it.</summary>
public sealed class AgentToolsTests
{
    private static readonly string[] Names = ["a", "b", "./a/f", "a/f", "/b/g", "a//c", "d/e/f", "d/e", "d/ü", "l", "l2", "back\\slash", "x y", "d/./e/g"];

    private static readonly string[] Targets = ["a", "../a/f", "/nowhere", "l", "b/g"];

    private static readonly string[] Modes = ["644", "755", "600", "4755", "000", "666"];

    private static readonly Gen<Entry> Entries = Gen
        .Select(Gen.Int[0, 9], Gen.Int[0, Names.Length - 1], Gen.Int[0, Targets.Length - 1], Gen.Int[0, Modes.Length - 1], Gen.Int[0, 2_000_000_000])
        .Select((kind, name, target, mode, time) => new Entry(kind, Names[name], Targets[target], Modes[mode], time));

    private sealed record Entry(int Kind, string Name, string Target, string Mode, int Time);

    [Fact]
    public void Gnu_tar_agrees() => Entries.Array[1, 8].Sample(
        entries =>
        {
            var tar = WithoutSecondLinks(entries).Aggregate(new RawTar(), (tar, e) => e.Kind switch
            {
                0 => tar.Directory(e.Name + "/"),
                1 => tar.Link(e.Name, e.Target),
                2 => tar.HardLink(e.Name, e.Target),
                3 => tar.Pax('x', "uname=mail", "mtime=1234567890.5").Entry(e.Name, '0', "by name"u8.ToArray(), "", e.Mode, user: 99,
                    userName: "daemon", groupName: "nobody-has-this"),
                4 => tar.Pax('x', "uid=99").Entry(e.Name, '0', "by number"u8.ToArray(), "", e.Mode, userName: "daemon", groupName: "games", gnu: true),
                _ => tar.Entry(e.Name, '0', Encoding.UTF8.GetBytes($"{e.Name} {e.Time}"), "", e.Mode, user: (uint)e.Time / 100_000, group: 7, mtime: e.Time),
            });
            return Agrees(tar.ToArray(), "tar", "-xpsf", "bundle", "-C", "theirs");
        },
        iter: 150, threads: 2);

    [Fact]
    public void Info_zip_agrees() => Entries.Array[1, 8].Sample(
        entries =>
        {
            var zip = Unambiguous(entries).Aggregate(new RawZip(), (zip, e) => e.Kind switch
            {
                0 => zip.Directory(e.Name),
                1 => zip.Link(e.Name, e.Target),
                _ => zip.File(e.Name, $"{e.Name} {e.Time}", "100" + e.Mode[^3..]),
            });
            return Agrees(zip.ToArray(), "unzip", "-qo", "bundle", "-d", "theirs");
        },
        iter: 150, threads: 2);

    /// <summary>GNU tar makes links that lead out last of all, and of two with one name it takes the first; with us the last of anything wins.</summary>
    private static IEnumerable<Entry> WithoutSecondLinks(Entry[] entries)
    {
        var links = new HashSet<string>();
        return entries.Where(e => e.Kind != 1 || links.Add(Clean(e.Name)));
    }

    private static string Clean(string name) => string.Join('/', name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(s => s != "."));

    /// <summary>Without entries whose place another one takes: unzip makes links last of all, and leaves a directory where a file should be.</summary>
    private static IEnumerable<Entry> Unambiguous(Entry[] entries)
    {
        var taken = new List<(string Path, int Kind)>();
        foreach (var entry in entries)
        {
            var path = Clean(entry.Name);
            if (taken.Exists(t => (t.Path == path && (t.Kind < 3 || entry.Kind < 3)) || IsBelow(t.Path, path) || IsBelow(path, t.Path))) continue;
            taken.Add((path, entry.Kind));
            yield return entry;
        }
    }

    private static bool IsBelow(string path, string parent) => path.StartsWith(parent + "/", StringComparison.Ordinal);

    private static bool Agrees(byte[] bundle, string program, params string[] arguments)
    {
        using var temp = new TempFolder();
        temp.Write("bundle", bundle);
        try
        {
            RevisionStaging.Stage(temp.Under("bundle"), temp.Under("ours"), StagingLimits.Default, default);
        }
        catch (SlipwayException e)
        {
            // We refuse more than they do: what leads through a link, and links to nothing.
            Assert.True(e.Error.Code is "SLW0103" or "SLW0104" or "SLW0107", e.Error.ToString());
            return true;
        }

        Directory.CreateDirectory(temp.Under("theirs"));
        Run(temp.Path, program, arguments);
        Assert.Equal(Lines(temp.Under("theirs")), Lines(temp.Under("ours")));
        return true;
    }

    private static List<string> Lines(string folder) =>
        [.. Tree.Of(folder).Select(line => line.EndsWith('/') || line.Contains(" -> ") ? line : $"{line} {TimeAndOwner(folder, line)}")];

    private static string TimeAndOwner(string folder, string line)
    {
        // "path mode hash"
        var status = UnixFiles.Status(null, Path.Join(folder, line[..line.LastIndexOf(' ', line.LastIndexOf(' ') - 1)]));
        return $"{status.Modified} {status.User} {status.Group}";
    }

    private static void Run(string folder, string program, string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();

            // 1 of unzip: it has stripped a leading slash and done the work.
            Assert.True(process.ExitCode is 0 or 1, errors.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed");
        }
    }
}
