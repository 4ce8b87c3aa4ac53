using System.Diagnostics;

namespace Slipway.Testing;

/// <summary>Waits for what must come true.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<Task<bool>> isTrue, string what, double seconds = 20)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(10))
        {
            if (await isTrue()) return;
            if (watch.Elapsed.TotalSeconds > seconds) throw new TimeoutException($"not within {seconds} s: {what}");
        }
    }

    public static Task IsTrueAsync(Func<bool> isTrue, string what, double seconds = 20) => IsTrueAsync(() => Task.FromResult(isTrue()), what, seconds);
}
