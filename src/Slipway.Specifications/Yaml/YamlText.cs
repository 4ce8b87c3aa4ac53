using System.Text;
using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Yaml;

/// <summary>
/// A decoded text. Only UTF-8 is read, as the agents read it: a mark of another encoding is a fault. The byte order mark is taken off
/// and remembered; bytes after the first fault are not decoded.
/// </summary>
internal sealed class YamlText
{
    // libyaml decodes its input in pieces of this size, so a fault behind the end of the first document may never be seen.
    private const int Piece = 16 * 1024;

    private const string Incomplete = "incomplete UTF-8 octet sequence";

    private YamlText(string text, bool hasByteOrderMark, YamlFault? fault, int readable)
    {
        Text = text;
        HasByteOrderMark = hasByteOrderMark;
        Fault = fault;
        Readable = readable;
    }

    /// <summary>The text up to the end or the first fault.</summary>
    public string Text { get; }

    public bool HasByteOrderMark { get; }

    /// <summary>Why decoding stopped early, null if it did not.</summary>
    public YamlFault? Fault { get; }

    /// <summary>The offset up to which a reader gets before it meets <see cref="Fault"/>; the largest number without one.</summary>
    public int Readable { get; }

    /// <summary>The same text as if no mark had been there; rules report the mark by itself.</summary>
    public YamlText WithoutByteOrderMark() => HasByteOrderMark ? new YamlText(Text, false, Fault, Readable) : this;

    public static YamlText From(byte[] bytes)
    {
        if (IsPlainAscii(bytes)) return new YamlText(Encoding.ASCII.GetString(bytes), false, null, int.MaxValue);
        var chars = new StringBuilder(bytes.Length);
        var mark = bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF;
        var position = mark ? 3 : 0;
        var readable = 0;
        var pieceEnd = Piece;
        while (position < bytes.Length)
        {
            var lead = bytes[position];
            if (lead is >= 0x20 and < 0x7F or 0x0A)
            {
                chars.Append((char)lead);
                position++;
            }
            else if (DecodeOne(bytes, position, out var width, out var scalar) is { } problem)
            {
                // libyaml meets a sequence that is cut off only when it has used up everything before it.
                return Faulty(chars, mark, problem == Incomplete ? chars.Length : readable, problem, bytes, position);
            }
            else if (!IsAllowed(scalar))
            {
                return Disallowed(chars.ToString(), mark, readable, scalar);
            }
            else
            {
                AppendScalar(chars, scalar);
                position += width;
            }

            if (position < pieceEnd || position >= bytes.Length) continue;
            // A sequence that crosses the border is decoded with the next piece.
            readable = position == pieceEnd ? chars.Length : chars.Length - 1;
            pieceEnd += Piece;
        }

        return new YamlText(chars.ToString(), mark, null, int.MaxValue);
    }

    /// <summary>Whether every byte is a character of its own that YAML allows, as in most files.</summary>
    private static bool IsPlainAscii(byte[] bytes)
    {
        foreach (var octet in bytes)
        {
            if (octet is not (>= 0x20 and < 0x7F or 0x0A or 0x0D or 0x09)) return false;
        }

        return true;
    }

    public static YamlText From(string text)
    {
        var mark = text.Length > 0 && text[0] == '\uFEFF';
        if (mark) text = text.Substring(1);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < '\u007F' or '\n' or '\r' or '\t') continue;
            var pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (pair)
            {
                i++;
                continue;
            }

            if (!char.IsSurrogate(c) && IsAllowed(c)) continue;
            var before = text.Substring(0, i);
            return Disallowed(before, mark, 0, c);
        }

        return new YamlText(text, mark, null, int.MaxValue);
    }

    /// <summary>What is wrong with the character at a place, or null and the character.</summary>
    private static string? DecodeOne(byte[] bytes, int position, out int width, out int scalar)
    {
        var lead = bytes[position];
        width = lead < 0x80 ? 1 : (lead & 0xE0) == 0xC0 ? 2 : (lead & 0xF0) == 0xE0 ? 3 : (lead & 0xF8) == 0xF0 ? 4 : 0;
        scalar = width switch { 1 => lead, 2 => lead & 0x1F, 3 => lead & 0x0F, _ => lead & 0x07 };
        if (width == 0) return "invalid leading UTF-8 octet";
        if (position + width > bytes.Length) return Incomplete;
        for (var i = 1; i < width; i++)
        {
            var octet = bytes[position + i];
            if ((octet & 0xC0) != 0x80) return "invalid trailing UTF-8 octet";
            scalar = (scalar << 6) | (octet & 0x3F);
        }

        if (!(width == 1 || (width == 2 && scalar >= 0x80) || (width == 3 && scalar >= 0x800) || (width == 4 && scalar >= 0x10000)))
        {
            return "invalid length of a UTF-8 sequence";
        }

        return scalar is >= 0xD800 and <= 0xDFFF or > 0x10FFFF ? "invalid Unicode character" : null;
    }

    private static bool IsAllowed(int scalar) =>
        scalar is 0x09 or 0x0A or 0x0D or (>= 0x20 and <= 0x7E) or 0x85 or (>= 0xA0 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or >= 0x10000;

    private static void AppendScalar(StringBuilder chars, int scalar)
    {
        if (scalar < 0x10000)
        {
            chars.Append((char)scalar);
        }
        else
        {
            chars.Append((char)(0xD800 + ((scalar - 0x10000) >> 10))).Append((char)(0xDC00 + ((scalar - 0x10000) & 0x3FF)));
        }
    }

    private static YamlText Faulty(StringBuilder chars, bool mark, int readable, string problem, byte[] bytes, int position)
    {
        var before = chars.ToString();
        return new YamlText(before, mark, FaultAfter(before, YamlFaultKind.Encoding, $"{problem} (byte 0x{bytes[position]:X2} at offset {position})") with { ByteOffset = position }, readable);
    }

    private static YamlText Disallowed(string before, bool mark, int readable, int scalar) => new(
        before, mark, FaultAfter(before, YamlFaultKind.Character, $"control characters are not allowed (U+{scalar:X4})") with { CodePoint = scalar }, readable);

    private static YamlFault FaultAfter(string before, YamlFaultKind kind, string message)
    {
        var line = 1;
        var start = 0;
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i] != '\n' && !(before[i] == '\r' && (i + 1 == before.Length || before[i + 1] != '\n'))) continue;
            line++;
            start = i + 1;
        }

        var column = before.Length - start + 1;
        var range = new SourceRange(before.Length, 1, line, column, line, column + 1);
        return new YamlFault(kind, message, null, range, range);
    }
}
