using System.Globalization;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.State;

/// <summary>The fields of our line-based files: separated by tabs, so that they can be read with <c>cat</c>, and exact for every name.</summary>
internal static class RecordText
{
    internal static string Escape(string text) => text.AsSpan().IndexOfAny("\\\t\n\r") < 0 ? text
        : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    internal static string Unescape(ReadOnlySpan<char> text)
    {
        if (text.IndexOf('\\') < 0) return text.ToString();
        var plain = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            plain.Append(text[++i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', var c => c });
        }

        return plain.ToString();
    }

    internal static string Format(UnixTime time) => string.Create(CultureInfo.InvariantCulture, $"{time.Seconds}.{time.Nanoseconds:d9}");

    internal static UnixTime ParseTime(ReadOnlySpan<char> text)
    {
        var dot = text.IndexOf('.');
        return new(long.Parse(text[..dot], CultureInfo.InvariantCulture), uint.Parse(text[(dot + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>Takes the next field off a line.</summary>
    internal static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> line)
    {
        var tab = line.IndexOf('\t');
        if (tab < 0) throw new FormatException("a field is missing");
        var field = line[..tab];
        line = line[(tab + 1)..];
        return field;
    }

    internal static string Bytes(byte[]? value) => value is null ? "-" : Convert.ToBase64String(value);

    internal static byte[]? ParseBytes(ReadOnlySpan<char> text) => text is "-" ? null : Convert.FromBase64String(text.ToString());
}
