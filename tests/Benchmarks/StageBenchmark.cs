using Slipway.Revisions;

namespace Slipway.Benchmarks;

/// <summary>Staging a revision folder of 10,000 files of 1 KiB in 100 directories, all on tmpfs.</summary>
internal static class StageBenchmark
{
    internal static int Run(string[] args)
    {
        var folder = Directory.CreateDirectory($"/dev/shm/slipway-stage-{Environment.ProcessId}").FullName;
        try
        {
            var source = Path.Join(folder, "source");
            var content = new byte[1024];
            for (var i = 0; i < 10_000; i++)
            {
                var directory = Directory.CreateDirectory(Path.Join(source, $"directory-{i % 100:d3}")).FullName;
                Random.Shared.NextBytes(content);
                File.WriteAllBytes(Path.Join(directory, $"file-{i:d5}.bin"), content);
            }

            var copy = Path.Join(folder, "copy");
            Measure.Alternating(
                args.Length > 0 ? int.Parse(args[0]) : 15,
                ("RevisionStaging.Stage", () => RevisionStaging.Stage(source, copy + Next(), StagingLimits.Default, CancellationToken.None)),
                ("cp -a (with its process start)", () => Measure.Execute("cp", "-a", source, copy + Next())));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int s_next;

    private static string Next() => $"{s_next++}";
}
