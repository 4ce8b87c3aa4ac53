using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Manifest;

/// <summary>
/// The canonical form of a manifest: a first line with the version, then a line an entry in ordinal order of the paths, fields between
/// tabs: <c>f MODE SIZE SHA256 PATH</c>, <c>l TARGET PATH</c>, <c>d PATH</c>. Modes are octal; control characters and backslashes in
/// names are escaped as <c>\xNN</c>, so that a name can neither end a field nor a line.
/// </summary>
internal static class ManifestText
{
    /// <summary>Links have no mode of their own on Linux; archives say 0777.</summary>
    internal const int LinkMode = 0x1ff;

    /// <summary>Modes of directories do not reach an instance, so that they do not make two revisions differ either.</summary>
    internal const int DirectoryMode = 0x1ed;

    private const int LongLine = 1024;

    private const string FirstLine = "slipway-manifest 1";

    private static ReadOnlySpan<byte> FirstLineUtf8 => "slipway-manifest 1\n"u8;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    internal static byte[] Write(IEnumerable<RevisionEntry> entries)
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        foreach (var entry in entries)
        {
            text.Append(entry.Kind switch { FileKind.File => "f\t", FileKind.Link => "l\t", _ => "d\t" });
            if (entry.Kind == FileKind.File)
                text.Append(Convert.ToString(entry.Mode, 8)).Append('\t').Append(entry.Size).Append('\t').Append(entry.Sha256).Append('\t');
            if (entry.Kind == FileKind.Link) Escape(text, entry.LinkTarget!).Append('\t');
            Escape(text, entry.Path).Append('\n');
        }

        return Strict.GetBytes(text.ToString());
    }

    /// <summary>The text of a manifest: the one that it was read from, if it was.</summary>
    internal static ReadOnlySpan<byte> Of(RevisionManifest manifest) => manifest.Text is { } text ? text.Span : Write(manifest.Entries);

    internal static string IdentityOf(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(SHA256.HashData(text));

    internal static RevisionManifest ManifestOf(IReadOnlyList<RevisionEntry> entries) => new(entries, IdentityOf(Write(entries)));

    /// <summary>Null when the text is not one that <see cref="Write"/> makes.</summary>
    internal static RevisionManifest? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var rest = utf8.Span;
            if (!rest.EndsWith("\n"u8) || !rest.StartsWith(FirstLineUtf8)) return null;
            var entries = new List<RevisionEntry>(Math.Min(rest.Count((byte)'\n'), utf8.Length / 64));
            var line = new char[LongLine];
            for (rest = rest[FirstLineUtf8.Length..]; !rest.IsEmpty;)
            {
                // Line by line: as a whole, the text of a large revision would be held three times.
                var end = rest.IndexOf((byte)'\n');
                if (end > line.Length) line = new char[end];
                entries.Add(Entry(line.AsSpan(0, Strict.GetChars(rest[..end], line))));
                rest = rest[(end + 1)..];
            }

            return new(entries, IdentityOf(utf8.Span)) { Text = utf8 };
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    // Escapes and numbers have one spelling only: another text would have another identity for the same content.
    private static RevisionEntry Entry(ReadOnlySpan<char> line)
    {
        switch (Field(ref line))
        {
            case "f":
                var modeText = Field(ref line);
                var mode = Convert.ToInt32(modeText.ToString(), 8);
                var sizeText = Field(ref line);
                var size = long.Parse(sizeText, NumberStyles.None, CultureInfo.InvariantCulture);
                var hash = Field(ref line);
                if (hash.Length != 64 || hash.ContainsAnyExcept(Hexadecimal) || !IsSpelling(modeText, mode, 8) || !IsSpelling(sizeText, size, 10)) throw new FormatException();
                return new(Unescape(line), FileKind.File, mode, size, hash.ToString(), null);
            case "l":
                var target = Unescape(Field(ref line));
                return new(Unescape(line), FileKind.Link, LinkMode, 0, null, target);
            case "d":
                return new(Unescape(line), FileKind.Directory, DirectoryMode, 0, null, null);
            default:
                throw new FormatException();
        }
    }

    // A number is written without zeros before it; Convert also reads what is no number of ours, a sign or a prefix.
    private static bool IsSpelling(ReadOnlySpan<char> text, long number, int numberBase) =>
        text.Length == 1 || text[0] != '0' ? number >= 0 && !text.ContainsAnyExceptInRange('0', (char)('0' + numberBase - 1)) : false;

    private static ReadOnlySpan<char> Field(ref ReadOnlySpan<char> line)
    {
        var tab = line.IndexOf('\t');
        if (tab < 0) throw new FormatException();
        var field = line[..tab];
        line = line[(tab + 1)..];
        return field;
    }

    private static StringBuilder Escape(StringBuilder text, string name)
    {
        foreach (var c in name)
        {
            if (c is '\\' or '\x7f' || c < ' ') text.Append("\\x").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture));
            else text.Append(c);
        }

        return text;
    }

    private static string Unescape(ReadOnlySpan<char> name)
    {
        if (name.IndexOfAnyInRange('\0', '\x1f') >= 0 || name.Contains('\x7f')) throw new FormatException();
        if (!name.Contains('\\')) return name.ToString();
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '\\')
            {
                text.Append(name[i]);
                continue;
            }

            if (i + 3 >= name.Length || name[i + 1] != 'x') throw new FormatException();
            text.Append((char)byte.Parse(name.Slice(i + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            i += 3;
        }

        var plain = text.ToString();
        return name.SequenceEqual(Escape(text.Clear(), plain).ToString()) ? plain : throw new FormatException();
    }
}
