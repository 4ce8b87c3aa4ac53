using System.Globalization;

namespace Slipway.Benchmarks;

/// <summary>
/// A first deployment of small files on tmpfs, journal and all, less an empty deployment (process start), against <c>cp -a</c>: at most
/// twice its time for 10,000 files, and at most 300 bytes a file of memory for 100,000.
/// </summary>
internal static class InstallBenchmark
{
    private const double TimeBar = 2.0, MemoryBar = 300;
    private const int Files = 10_000, ManyFiles = 100_000;

    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 15;
        var folder = Directory.CreateDirectory($"/dev/shm/slipway-install-{Environment.ProcessId}").FullName;
        try
        {
            var slipway = new CommandLine(folder);
            var time = Time(slipway, folder, rounds);
            var memory = Memory(slipway, folder);
            Console.WriteLine($"installing {Files} files: {time:F2}x cp -a (bar {TimeBar:F1}x)");
            Console.WriteLine($"memory for {ManyFiles} files: {memory:F0} bytes a file (bar {MemoryBar:F0})");
            return time <= TimeBar && memory <= MemoryBar ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Time(CommandLine slipway, string folder, int rounds)
    {
        var full = MakeRevision(Path.Join(folder, "full"), Files, 1024);
        var empty = MakeRevision(Path.Join(folder, "empty"), 0, 0);
        var target = Path.Join(folder, "target");
        var medians = Measure.Alternating(
            rounds,
            () => Renew(target),
            ($"slipway deploy, {Files} files of 1 KiB", () => Deploy(slipway, full, target)),
            ("slipway deploy, no file", () => Deploy(slipway, empty, target)),
            ("cp -a", () => Measure.Execute("cp", "-a", Path.Join(full, "files"), Path.Join(target, "root", "app"))));
        return (medians[0] - medians[1]) / medians[2];
    }

    private static double Memory(CommandLine slipway, string folder)
    {
        var full = MakeRevision(Path.Join(folder, "many"), ManyFiles, 16);
        var empty = Path.Join(folder, "empty");
        var target = Path.Join(folder, "target");
        var fullPeaks = new List<double>();
        var emptyPeaks = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            Renew(target);
            fullPeaks.Add(slipway.PeakMemory(Arguments(full, target)));
            Renew(target);
            emptyPeaks.Add(slipway.PeakMemory(Arguments(empty, target)));
        }

        var (high, low) = (Measure.Median(fullPeaks), Measure.Median(emptyPeaks));
        Console.WriteLine($"peak memory: {high:F0} KiB with {ManyFiles} files, {low:F0} KiB with none");
        return (high - low) * 1024 / ManyFiles;
    }

    private static void Deploy(CommandLine slipway, string revision, string target) => slipway.Run(Arguments(revision, target));

    private static string[] Arguments(string revision, string target) =>
        ["deploy", revision, "--root", Path.Join(target, "root"), "--state", Path.Join(target, "state"), "--format", "json"];

    private static void Renew(string target)
    {
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        Directory.CreateDirectory(Path.Join(target, "root"));
    }

    private static string MakeRevision(string folder, int files, int size)
    {
        Directory.CreateDirectory(Path.Join(folder, "files"));
        File.WriteAllText(Path.Join(folder, "appspec.yml"), "version: 0.0\nos: linux\nfiles:\n  - source: files\n    destination: /app\n");
        var content = new byte[size];
        for (var i = 0; i < files; i++)
        {
            var directory = Directory.CreateDirectory(Path.Join(folder, "files", $"directory-{i % 100:d3}")).FullName;
            Random.Shared.NextBytes(content);
            File.WriteAllBytes(Path.Join(directory, $"file-{i:d6}.bin"), content);
        }

        return folder;
    }
}
