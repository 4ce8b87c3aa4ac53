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

    private const string FirstLine = "slipway-manifest 1";

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

    internal static string IdentityOf(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(SHA256.HashData(text));

    internal static RevisionManifest ManifestOf(IReadOnlyList<RevisionEntry> entries) => new(entries, IdentityOf(Write(entries)));

    /// <summary>Null when the text is not one that <see cref="Write"/> makes.</summary>
    internal static RevisionManifest? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var lines = Strict.GetString(utf8).Split('\n');
            if (lines[0] != FirstLine || lines[^1].Length > 0) return null;
            var entries = new List<RevisionEntry>(lines.Length);
            foreach (var line in lines.AsSpan(1, lines.Length - 2)) entries.Add(Entry(line.Split('\t')));

            // Order, escapes and numbers have one spelling only: another text would have another identity for the same content.
            return Write(entries).AsSpan().SequenceEqual(utf8) ? new(entries, IdentityOf(utf8)) : null;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static RevisionEntry Entry(string[] fields) => fields switch
    {
        ["f", var mode, var size, { Length: 64 } hash, var path] when hash.AsSpan().IndexOfAnyExcept(Hexadecimal) < 0 =>
            new(Unescape(path), FileKind.File, Convert.ToInt32(mode, 8), long.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture), hash, null),
        ["l", var target, var path] => new(Unescape(path), FileKind.Link, LinkMode, 0, null, Unescape(target)),
        ["d", var path] => new(Unescape(path), FileKind.Directory, DirectoryMode, 0, null, null),
        _ => throw new FormatException(),
    };

    private static StringBuilder Escape(StringBuilder text, string name)
    {
        foreach (var c in name)
        {
            if (c is '\\' or '\x7f' || c < ' ') text.Append("\\x").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture));
            else text.Append(c);
        }

        return text;
    }

    private static string Unescape(string name)
    {
        if (!name.Contains('\\', StringComparison.Ordinal)) return name;
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '\\')
            {
                text.Append(name[i]);
                continue;
            }

            if (i + 3 >= name.Length || name[i + 1] != 'x') throw new FormatException();
            text.Append((char)byte.Parse(name.AsSpan(i + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            i += 3;
        }

        return text.ToString();
    }
}
