using System.IO.Compression;
using Slipway.Revisions;

namespace Slipway.Benchmarks;

/// <summary>
/// Packing a self-contained web application of about 105 MB (or the folder given), with the peers in the same run: .NET's ZipFile is the
/// yardstick, python's zipfile is what "aws deploy push" uses.
/// </summary>
internal static class PackBenchmark
{
    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0]) : 7;
        var source = args.Length > 1 ? Path.GetFullPath(args[1]) : WebApplication();
        var output = Directory.CreateTempSubdirectory("slipway-pack-").FullName;
        try
        {
            var files = RevisionGathering.FromFolder(source);
            Console.WriteLine($"{source}: {files.Count} files, {files.Sum(f => new FileInfo(f.SourcePath).Length) / 1e6:F1} MB");
            var competitors = new List<(string Name, Action Run)>
            {
                ("RevisionPacker zip", () => Pack(source, Path.Join(output, "slipway.zip"), BundleType.Zip)),
                ("RevisionPacker tgz", () => Pack(source, Path.Join(output, "slipway.tgz"), BundleType.Tgz)),
                ("RevisionPacker tar", () => Pack(source, Path.Join(output, "slipway.tar"), BundleType.Tar)),
            };
            if (Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Join(p, "python3"))))
                competitors.Add(("python zipfile (with its process start)", () => Python(source, Path.Join(output, "python.zip"))));
            competitors.Add(("ZipFile.CreateFromDirectory, Optimal", () => NetZip(source, Path.Join(output, "net.zip"))));
            Measure.Alternating(rounds, [.. competitors]);
            var yardstick = new FileInfo(Path.Join(output, "net.zip")).Length;
            foreach (var file in new DirectoryInfo(output).GetFiles().OrderBy(f => f.Name, StringComparer.Ordinal))
                Console.WriteLine($"{file.Name,-42}{file.Length / 1e6,9:F2} MB, {(double)file.Length / yardstick:F3}x");
            return 0;
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static void Pack(string source, string bundle, BundleType type) =>
        RevisionPacker.PackAsync(RevisionGathering.FromFolder(source), bundle, type, CancellationToken.None).GetAwaiter().GetResult();

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
