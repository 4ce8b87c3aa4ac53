using System.Globalization;

namespace Slipway.Revisions;

/// <summary>A number of bytes as people write it: <c>500000000</c>, <c>500MB</c>, <c>1.5 GB</c>; units count by thousands.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["", "KB", "MB", "GB", "TB"];

    /// <summary>As people read it: three digits and a unit, <c>1.23 GB</c>; exact below 1000.</summary>
    public static string Format(long bytes)
    {
        var unit = 0;
        var value = (double)bytes;
        for (; value >= 999.5 && unit < Units.Length - 1; unit++) value /= 1000;
        return unit == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes")
            : value.ToString(value >= 99.95 ? "F0" : value >= 9.995 ? "F1" : "F2", CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    /// <summary>The bytes that a text says; null when it says none.</summary>
    public static long? Parse(string text)
    {
        var number = text.Trim();
        var unit = Array.FindLastIndex(Units, name => name.Length > 0 && number.EndsWith(name, StringComparison.OrdinalIgnoreCase));
        if (unit > 0) number = number[..^Units[unit].Length].TrimEnd();
        var isNumber = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value);
        return isNumber && value * Math.Pow(1000, Math.Max(unit, 0)) is >= 1 and < 1e18 and var bytes ? (long)bytes : null;
    }
}
