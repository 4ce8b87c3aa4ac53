using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Testing;

/// <summary>What wrk counted. It never retries, so each failure is one that a user would have seen.</summary>
internal sealed partial record Wrk(long Requests, long Failed, double P50, double P99, double PerSecond, string Report)
{
    public static bool IsMissing => !RunningProgram.Exists("wrk");

    public static async Task<Wrk> RunAsync(string address, double seconds, bool keepAlive = true, int connections = 32)
    {
        string[] close = keepAlive ? [] : ["-H", "Connection: close"];
        var whole = Math.Max(1, (int)Math.Ceiling(seconds));
        var start = new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{whole}s", "--latency", "--timeout", "10s", .. close, address]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var report = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return Read(report);
    }

    private static Wrk Read(string report)
    {
        long Number(Match match, string group) => match.Success ? long.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var sockets = SocketErrors().Match(report);
        var failed = Number(sockets, "connect") + Number(sockets, "read") + Number(sockets, "write") + Number(sockets, "timeout") + Number(BadStatus().Match(report), "count");
        return new Wrk(Number(Total().Match(report), "count"), failed, Milliseconds("50%"), Milliseconds("99%"),
            double.Parse(Rate().Match(report).Groups["rate"].ValueSpan, CultureInfo.InvariantCulture), report);

        double Milliseconds(string percentile)
        {
            var match = Regex.Match(report, Regex.Escape(percentile) + @"\s+(?<value>[\d.]+)(?<unit>us|ms|s)");
            var value = double.Parse(match.Groups["value"].ValueSpan, CultureInfo.InvariantCulture);
            return match.Groups["unit"].Value switch { "us" => value / 1000, "s" => value * 1000, _ => value };
        }
    }

    [GeneratedRegex(@"connect (?<connect>\d+), read (?<read>\d+), write (?<write>\d+), timeout (?<timeout>\d+)")]
    private static partial Regex SocketErrors();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (?<count>\d+)")]
    private static partial Regex BadStatus();

    [GeneratedRegex(@"(?<count>\d+) requests in")]
    private static partial Regex Total();

    [GeneratedRegex(@"Requests/sec:\s+(?<rate>[\d.]+)")]
    private static partial Regex Rate();
}
