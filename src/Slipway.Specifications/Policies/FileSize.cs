using System.Globalization;

namespace Slipway.Specifications.Policies;

/// <summary>Sizes as the policy writes them: <c>10MB</c>, <c>500 KB</c>, <c>4096</c>. Units are decimal, those with an <c>i</c> are powers of 1024.</summary>
internal static class FileSize
{
    private static readonly (string Unit, long Factor)[] Units =
        [("KIB", 1L << 10), ("MIB", 1L << 20), ("GIB", 1L << 30), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("K", 1_000), ("M", 1_000_000), ("G", 1_000_000_000), ("B", 1)];

    /// <summary>The bytes; null for what is no size.</summary>
    public static long? Parse(string text)
    {
        var number = text.Trim().ToUpperInvariant();
        var factor = 1L;
        foreach (var (unit, value) in Units)
        {
            if (!number.EndsWith(unit, StringComparison.Ordinal)) continue;
            factor = value;
            number = number.Substring(0, number.Length - unit.Length).TrimEnd();
            break;
        }

        return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount < long.MaxValue / factor ? (long)(amount * factor) : null;
    }

    /// <summary>A size as messages show it.</summary>
    public static string Show(long bytes) => bytes switch
    {
        >= 1_000_000_000 => (bytes / 1_000_000_000m).ToString("0.#", CultureInfo.InvariantCulture) + " GB",
        >= 1_000_000 => (bytes / 1_000_000m).ToString("0.#", CultureInfo.InvariantCulture) + " MB",
        >= 1_000 => (bytes / 1_000m).ToString("0.#", CultureInfo.InvariantCulture) + " KB",
        _ => bytes.ToString(CultureInfo.InvariantCulture) + " bytes",
    };
}
