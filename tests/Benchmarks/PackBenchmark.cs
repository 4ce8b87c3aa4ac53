namespace Slipway.Benchmarks;

internal static class PackBenchmark
{
    internal static int Run(string[] args) => 0;
}
