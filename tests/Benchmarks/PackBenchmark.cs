using System.IO.Compression;
using System.Text;

namespace Slipway.Benchmarks;

/// <summary>
/// Packing, process start included, beside what others do with the same folder in the same run: python's zipfile, which "aws deploy push" uses, and
/// .NET's ZipFile. Two trees: a self-contained web application of about 105 MB, and 10,000 text files in 500 folders.
/// </summary>
internal static class PackBenchmark
{
    private const long MostMemory = 120_000;

    internal static int Run(string[] args)
    {
        // A child of this benchmark, so that the peer can be held to one processor.
        if (args is ["zipfile", var folder, var file])
        {
            NetZip(folder, file);
            return 0;
        }

        var rounds = args.Length > 0 ? int.Parse(args[0]) : 5;
        var work = Directory.CreateTempSubdirectory("slipway-pack-").FullName;
        try
        {
            var cli = new CommandLine(work);
            var app = Path.Join(work, "app");
            Measure.Execute("cp", "-r", args.Length > 1 ? Path.GetFullPath(args[1]) : WebApplication(), app);
            var failed = Compare("the web application", app, rounds, cli, work, judged: true);
            var texts = Path.Join(work, "texts");
            WriteTexts(texts);
            failed |= Compare("10,000 text files in 500 folders", texts, rounds, cli, work, judged: false);
            return failed ? 1 : 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static bool Compare(string name, string source, int rounds, CommandLine cli, string work, bool judged)
    {
        string Under(string file) => Path.Join(work, file);
        var size = new DirectoryInfo(source).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
        Console.WriteLine($"\n{name}: {size / 1e6:F1} MB");
        File.WriteAllText(Path.Join(source, "appspec.yml"), "version: 0.0\nos: linux\n");
        var changing = Path.Join(source, "changing.txt");
        var change = 0;
        foreach (var type in (string[])["zip", "tgz", "tar"]) cli.Run("pack", source, "-o", Under("warm." + type), "--cache", Under("cache"));
        Thread.Sleep(500);
        var times = Measure.Alternating(rounds, () => File.WriteAllText(changing, $"a line that changes: {change++}"),
            ("slipway pack, nothing cached", () => cli.Run("pack", source, "-o", Under("cold.zip"), "--no-cache")),
            ("slipway pack, filling a cache", () => cli.Run("pack", source, "-o", Under("cold.zip"), "--cache", Under("first" + change))),
            ("slipway pack, one file changed", () => cli.Run("pack", source, "-o", Under("warm.zip"), "--cache", Under("cache"))),
            ("slipway pack to tgz, nothing cached", () => cli.Run("pack", source, "-o", Under("cold.tgz"), "--no-cache")),
            ("slipway pack to tgz, one file changed", () => cli.Run("pack", source, "-o", Under("warm.tgz"), "--cache", Under("cache"))),
            ("slipway pack to tar, one file changed", () => cli.Run("pack", source, "-o", Under("warm.tar"), "--cache", Under("cache"))),
            ("slipway pack --compression fastest", () => cli.Run("pack", source, "-o", Under("fast.zip"), "--no-cache", "--compression", "fastest")),
            ("ZipFile.CreateFromDirectory, Optimal", () => NetZip(source, Under("net.zip"))),
            ("python zipfile", () => Python(source, Under("python.zip"))));
        foreach (var file in new DirectoryInfo(work).GetFiles("*.*").Where(f => f.Extension is ".zip" or ".tgz").OrderBy(f => f.Name, StringComparer.Ordinal))
            Console.WriteLine($"{file.Name,-42}{file.Length / 1e6,9:F2} MB, {(double)file.Length / new FileInfo(Under("python.zip")).Length:F3}x");
        var (oneCore, oneCorePeer) = OneProcessor(source, rounds, cli, work);
        var memory = cli.PeakMemory("pack", source, "-o", Under("cold.zip"), "--no-cache");
        Console.WriteLine($"peak memory {memory / 1000.0:F1} MB, one processor {oneCore / oneCorePeer:F2}x of ZipFile");

        // The same bytes, warm, cold, and from a copy with other times and another order of its directories.
        cli.Run("pack", source, "-o", Under("warm.zip"), "--cache", Under("cache"));
        cli.Run("pack", source, "-o", Under("cold.zip"), "--no-cache");
        var copy = Under("copy");
        CopyBackwards(source, copy);
        cli.Run("pack", copy, "-o", Under("copy.zip"), "--no-cache");
        var same = Same(Under("warm.zip"), Under("cold.zip")) && Same(Under("cold.zip"), Under("copy.zip"));
        Console.WriteLine($"warm, cold and of a copy: {(same ? "the same bytes" : "DIFFERENT BYTES")}");
        foreach (var file in Directory.GetFiles(work)) File.Delete(file);
        foreach (var folder in (string[])[copy, Under("cache"), .. Directory.GetDirectories(work, "first*")]) Directory.Delete(folder, recursive: true);
        if (!judged) return !same;
        var (net, python) = (times[^2], times[^1]);
        var missed = false;
        Judge("cold, of python", times[0] / python, 0.30);
        Judge("cold, of ZipFile", times[0] / net, 0.65);
        Judge("cold on one processor, of ZipFile", oneCore / oneCorePeer, 1.0);
        Judge("warm, of python", times[2] / python, 0.06);
        Judge("warm, of ZipFile", times[2] / net, 0.13);
        Judge("peak memory, of 120 MB", (double)memory / MostMemory, 1.0);
        return missed || !same;

        void Judge(string what, double ratio, double bar)
        {
            Console.WriteLine($"{what,-42}{ratio,9:F3}x, bar {bar}x{(ratio <= bar ? "" : ", MISSED")}");
            missed |= ratio > bar;
        }
    }

    private static (double Ours, double Peer) OneProcessor(string source, int rounds, CommandLine cli, string work)
    {
        var times = Measure.Alternating(rounds, () => { },
            ("slipway pack, on one processor", () => Measure.Execute("taskset", ["-c", "0", .. cli.Command("pack", source, "-o", Path.Join(work, "one.zip"), "--no-cache")])),
            ("ZipFile, on one processor", () => Measure.Execute("taskset", "-c", "0", Environment.ProcessPath!, "pack", "zipfile", source, Path.Join(work, "one-net.zip"))));
        return (times[0], times[1]);
    }

    private static bool Same(string first, string second) => File.ReadAllBytes(first).AsSpan().SequenceEqual(File.ReadAllBytes(second));

    private static void CopyBackwards(string source, string target)
    {
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories).OrderDescending(StringComparer.Ordinal))
        {
            var copy = Path.Join(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
            File.SetLastWriteTimeUtc(copy, DateTime.UtcNow.AddDays(-3));
        }
    }

    private static void NetZip(string source, string bundle)
    {
        File.Delete(bundle);
        ZipFile.CreateFromDirectory(source, bundle, CompressionLevel.Optimal, includeBaseDirectory: false);
    }

    private static void Python(string source, string bundle) => Measure.Execute("python3", "-c", """
        import os, sys, zipfile
        with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as z:
            for folder, _, names in os.walk(sys.argv[1]):
                for name in names:
                    path = os.path.join(folder, name)
                    z.write(path, os.path.relpath(path, sys.argv[1]))
        """, source, bundle);

    /// <summary>Lines of words, the way that sources repeat themselves, 3.6 KB a file on average.</summary>
    private static void WriteTexts(string folder)
    {
        var random = new Random(5);
        var words = Enumerable.Range(0, 3000).Select(_ => string.Concat(Enumerable.Range(0, 3 + random.Next(8)).Select(_ => (char)('a' + random.Next(26))))).ToArray();
        for (var i = 0; i < 10_000; i++)
        {
            var text = new StringBuilder();
            for (var length = 600 + random.Next(6000); text.Length < length;) text.Append(' ', random.Next(3) * 4).AppendJoin(' ', Enumerable.Range(0, 2 + random.Next(9)).Select(_ => words[random.Next(words.Length)])).Append(";\n");
            var path = Path.Join(folder, $"folder{i % 500}", $"file{i}.txt");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text.ToString());
        }
    }

    /// <summary>Published once and kept in the temp folder.</summary>
    internal static string WebApplication()
    {
        var folder = Path.Join(Path.GetTempPath(), "slipway-benchmark-web");
        var published = Path.Join(folder, "published");
        if (!Directory.Exists(published))
        {
            Measure.Execute("dotnet", "new", "web", "-o", Path.Join(folder, "app"), "--force");
            Measure.Execute("dotnet", "publish", Path.Join(folder, "app"), "-c", "Release", "-r", "linux-x64", "--self-contained", "-o", published);
        }

        return published;
    }
}
