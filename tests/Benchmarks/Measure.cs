using System.Diagnostics;

namespace Slipway.Benchmarks;

/// <summary>Runs competitors in turn, so that a slow moment of the machine hits all of them, and prints medians and ratios.</summary>
internal static class Measure
{
    /// <summary>
    /// One line a competitor: median, fastest, slowest in milliseconds, the ratio of the medians to the last one's, the yardstick, and the processor
    /// time of this process, which a busy machine disturbs less.
    /// </summary>
    internal static void Alternating(int rounds, params (string Name, Action Run)[] competitors) => Alternating(rounds, () => { }, competitors);

    /// <summary>The same, with something to do before each run that does not count.</summary>
    /// <returns>The medians in milliseconds.</returns>
    internal static double[] Alternating(int rounds, Action prepare, params (string Name, Action Run)[] competitors)
    {
        foreach (var (_, run) in competitors)
        {
            prepare();
            run();
        }

        var times = competitors.Select(_ => new List<double>()).ToArray();
        var processor = competitors.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < competitors.Length; i++)
            {
                prepare();
                var used = Environment.CpuUsage.TotalTime;
                var watch = Stopwatch.StartNew();
                competitors[i].Run();
                times[i].Add(watch.Elapsed.TotalMilliseconds);
                processor[i].Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
            }
        }

        var yardstick = Median(times[^1]);
        for (var i = 0; i < competitors.Length; i++)
        {
            Console.WriteLine(
                $"{competitors[i].Name,-42}{Median(times[i]),9:F1} ms ({times[i].Min():F1} to {times[i].Max():F1}), "
                + $"{Median(times[i]) / yardstick:F2}x, processor of this process {Median(processor[i]):F1} ms");
        }

        return [.. times.Select(Median)];
    }

    /// <summary>Runs a program to its end; a failure ends the benchmark.</summary>
    internal static void Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    internal static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
