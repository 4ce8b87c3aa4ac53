using System.Globalization;
using System.IO.Compression;
using Slipway.Revisions;

namespace Slipway.Benchmarks;

/// <summary>
/// A redeployment to an instance on this machine, journal and all, less an empty deployment (process start). Of a self-contained web
/// application two files change: against unpacking the whole bundle, and the bytes written against those that changed. Of 10,000 files none
/// changes: against <c>cp -a</c> of them, on tmpfs and on the disk.
/// </summary>
internal static class RedeployBenchmark
{
    private const double ChangeBar = 0.15, BytesBar = 3, UnchangedBar = 0.5;
    private const int Files = 10_000, Folders = 500;

    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 9;
        var memory = Directory.CreateDirectory($"/dev/shm/slipway-redeploy-{Environment.ProcessId}").FullName;
        var disk = Directory.CreateTempSubdirectory("slipway-redeploy-").FullName;
        try
        {
            var slipway = new CommandLine(memory);
            var (change, bytes) = Change(slipway, memory, rounds);
            var onMemory = Unchanged(slipway, Path.Join(memory, "unchanged"), rounds, "tmpfs");
            var onDisk = Unchanged(slipway, Path.Join(disk, "unchanged"), rounds, "disk");
            Console.WriteLine($"two of the application's files changed: {change:F3}x the fastest unpacking of the bundle (bar {ChangeBar:F2}x)");
            Console.WriteLine($"content written for them: {bytes:F2}x the changed bytes (bar {BytesBar:F1}x)");
            Console.WriteLine($"{Files} unchanged files: {onMemory:F2}x cp -a on tmpfs, {onDisk:F2}x on the disk (bar {UnchangedBar:F1}x)");
            return change <= ChangeBar && bytes <= BytesBar && onMemory <= UnchangedBar && onDisk <= UnchangedBar ? 0 : 1;
        }
        finally
        {
            Directory.Delete(memory, recursive: true);
            Directory.Delete(disk, recursive: true);
        }
    }

    private static (double Time, double Bytes) Change(CommandLine slipway, string folder, int rounds)
    {
        var work = Directory.CreateDirectory(Path.Join(folder, "change")).FullName;
        var revision = MakeRevision(Path.Join(work, "revision"));
        Measure.Execute("cp", "-a", PackBenchmark.WebApplication(), Path.Join(revision, "files"));
        string[] changing = [Path.Join(revision, "files", "app.dll"), Path.Join(revision, "files", "app.pdb")];
        var changed = changing.Sum(f => new FileInfo(f).Length);
        var empty = Pack(MakeRevision(Path.Join(work, "empty"), withFiles: true), Path.Join(work, "empty.zip"));
        var target = Path.Join(work, "target");
        var emptyTarget = Path.Join(work, "empty-target");
        var bundle = Pack(revision, Path.Join(work, "first.zip"));
        foreach (var (what, where) in ((string, string)[])[(bundle, target), (empty, emptyTarget)])
        {
            Directory.CreateDirectory(Path.Join(where, "root"));
            Deploy(slipway, what, where);
        }

        var all = Directory.GetFiles(Path.Join(revision, "files"), "*", SearchOption.AllDirectories);
        Console.WriteLine($"{all.Length} files, {all.Sum(f => new FileInfo(f).Length) / 1e6:F1} MB; {changed} bytes in 2 files change");
        var written = new List<double>();
        var number = 0;
        var next = "";
        var medians = Measure.Alternating(
            rounds,
            () =>
            {
                // A line that no revision before had.
                foreach (var file in changing) Edit(file, ++number);
                next = Pack(revision, Path.Join(work, "next.zip"));
                foreach (var left in Directory.GetDirectories(work, "out-*")) Directory.Delete(left, recursive: true);
            },
            ("slipway deploy, 2 files changed", () => Deploy(slipway, next, target)),
            ("slipway deploy, no file", () => Deploy(slipway, empty, emptyTarget)),
            ("staging of a first deployment", () => RevisionStaging.Stage(next, Path.Join(work, "out-stage"), StagingLimits.Default, null, CancellationToken.None)),
            ("unzip -q", () => Measure.Execute("unzip", "-q", next, "-d", Path.Join(work, "out-unzip"))),
            ("ZipFile.ExtractToDirectory", () => ZipFile.ExtractToDirectory(next, Path.Join(work, "out-net"))));
        for (var round = 0; round < 3; round++)
        {
            foreach (var file in changing) Edit(file, ++number);
            next = Pack(revision, Path.Join(work, "next.zip"));
            var before = Inodes(target);
            Deploy(slipway, next, target);
            var after = Inodes(target);
            var content = after.Where(f => !before.ContainsKey(f.Key) && IsContent(f.Value.Path)).Sum(f => f.Value.Size);
            var records = after.Where(f => !before.ContainsKey(f.Key) && !IsContent(f.Value.Path)).Sum(f => f.Value.Size);
            Console.WriteLine($"new files on the instance: {content} bytes of content, {records} bytes of records");
            written.Add((double)content / changed);
        }

        return ((medians[0] - medians[1]) / medians[2..].Min(), Measure.Median(written));
    }

    private static double Unchanged(CommandLine slipway, string folder, int rounds, string where)
    {
        Directory.CreateDirectory(folder);
        var revision = MakeRevision(Path.Join(folder, "revision"), withFiles: true);
        var random = new Random(1);
        for (var i = 0; i < Files; i++)
        {
            var directory = Directory.CreateDirectory(Path.Join(revision, "files", $"folder-{i % Folders:d3}")).FullName;
            File.WriteAllText(Path.Join(directory, $"file-{i:d6}.txt"), string.Concat(Enumerable.Range(0, 40).Select(_ => $"{random.Next()} some text of line\n")));
        }

        var bundle = Pack(revision, Path.Join(folder, "full.zip"));
        var empty = Pack(MakeRevision(Path.Join(folder, "empty"), withFiles: true), Path.Join(folder, "empty.zip"));
        var target = Path.Join(folder, "target");
        var emptyTarget = Path.Join(folder, "empty-target");
        foreach (var (what, to) in ((string, string)[])[(bundle, target), (empty, emptyTarget)])
        {
            Directory.CreateDirectory(Path.Join(to, "root"));
            Deploy(slipway, what, to);
        }

        var copy = Path.Join(folder, "copy");
        var medians = Measure.Alternating(
            rounds,
            () =>
            {
                if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
            },
            ($"slipway deploy, {Files} unchanged, {where}", () => Deploy(slipway, bundle, target)),
            ($"slipway deploy, no file, {where}", () => Deploy(slipway, empty, emptyTarget)),
            ($"cp -a, {where}", () => Measure.Execute("cp", "-a", Path.Join(revision, "files"), copy)));
        return (medians[0] - medians[1]) / medians[2];
    }

    private static void Deploy(CommandLine slipway, string revision, string target) =>
        slipway.Run("deploy", revision, "--root", Path.Join(target, "root"), "--state", Path.Join(target, "state"), "--format", "json");

    private static string Pack(string folder, string bundle) =>
        RevisionPacker.PackAsync(RevisionGathering.FromFolder(folder), bundle, BundleType.Zip, CancellationToken.None).GetAwaiter().GetResult().BundleFile;

    private static string MakeRevision(string folder, bool withFiles = false)
    {
        Directory.CreateDirectory(withFiles ? Path.Join(folder, "files") : folder);
        File.WriteAllText(Path.Join(folder, "appspec.yml"), "version: 0.0\nos: linux\nfiles:\n  - source: files\n    destination: /app\n");
        return folder;
    }

    private static void Edit(string file, int number)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
        stream.Position = stream.Length - 8;
        stream.Write(BitConverter.GetBytes((long)number));
    }

    private static bool IsContent(string path) => path.Contains("/root/", StringComparison.Ordinal) || path.Contains("/revision/", StringComparison.Ordinal);

    /// <summary>Every file below a folder by inode, once, with its size.</summary>
    private static Dictionary<ulong, (string Path, long Size)> Inodes(string folder)
    {
        var found = new Dictionary<ulong, (string, long)>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var status = Slipway.Revisions.Unix.UnixFiles.Status(null, file);
            if (!found.ContainsKey(status.Inode) || IsContent(file)) found[status.Inode] = (file, status.Size);
        }

        return found;
    }
}
