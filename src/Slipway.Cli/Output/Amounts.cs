using System.Globalization;

namespace Slipway.Cli.Output;

/// <summary>Times and sizes as people read them.</summary>
internal static class Amounts
{
    /// <summary><c>0.1 s</c>, <c>12.3 s</c>, <c>3 min 05 s</c>, <c>47 h 05 min</c>.</summary>
    public static string Duration(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
        : time >= TimeSpan.FromHours(1) ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes:00} min")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes} min {time.Seconds:00} s");

    /// <summary><c>512 B</c>, <c>1.5 kB</c>, <c>104.8 MB</c>.</summary>
    public static string Bytes(long bytes)
    {
        if (bytes < 1000) return bytes.ToString(CultureInfo.InvariantCulture) + " B";
        var (amount, unit) = bytes < 1_000_000 ? (bytes / 1e3, "kB") : bytes < 1_000_000_000 ? (bytes / 1e6, "MB") : (bytes / 1e9, "GB");
        return amount.ToString("0.0", CultureInfo.InvariantCulture) + " " + unit;
    }

    /// <summary><c>1 file</c>, <c>10,000 files</c>.</summary>
    public static string Count(long number, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? one : many ?? one + "s")}");
}
