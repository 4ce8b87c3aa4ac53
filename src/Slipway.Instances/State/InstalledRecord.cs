using System.Globalization;
using System.Text;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.State;

/// <summary>A line of the record of what a revision installed: the CodeDeploy agent's cleanup list, with exact names.</summary>
/// <param name="Kind">What was made.</param>
/// <param name="Size">Bytes of a file; -1 when its content is known not to be the revision's.</param>
/// <param name="Modified">Modification time of a file.</param>
/// <param name="Original">Name under <c>kept/</c> of the foreign original that it replaced; null when none.</param>
/// <param name="SourceFolder">Folder in the revision that it came from under the same name (absolute where a link led out of it); empty for its root.</param>
/// <param name="Folder">Directory on the instance as the appspec wrote it, in normal form, without a slash at the end.</param>
/// <param name="Name">Name in it.</param>
/// <param name="Content">Hash of a file's content; null when it is not known, or when more than mode and owner was set on the file.</param>
/// <param name="Inode">Inode of a file whose content is known.</param>
internal readonly record struct InstalledEntry(
    InstalledKind Kind, long Size, UnixTime Modified, string? Original, string SourceFolder, string Folder, string Name, ContentHash? Content = null, ulong Inode = 0)
{
    internal string Path => Folder + "/" + Name;
}

/// <summary>What an installed path is.</summary>
internal enum InstalledKind
{
    /// <summary>A regular file.</summary>
    File = 'f',

    /// <summary>A symbolic link.</summary>
    Link = 'l',

    /// <summary>A directory.</summary>
    Directory = 'd',

    /// <summary>Nothing of ours stands there any more, but a foreign original waits to be put back.</summary>
    Original = 'o',

    /// <summary>An SELinux rule that was made; the path is the machine's, and <see cref="InstalledEntry.SourceFolder"/> holds the context.</summary>
    Context = 'x',
}

/// <summary>Reads and writes the record, in the order of creation.</summary>
internal static class InstalledRecord
{
    private const string FirstHeader = "slipway installed 1";
    private const string Header = "slipway installed 2";
    private const int HashDigits = 64;
    private const string Trailer = "end\t";

    /// <summary>Writes the record durably.</summary>
    /// <param name="file">The file, replaced if it exists.</param>
    /// <param name="stamp">Time of the file system when the installation ended: what changed later is not as installed.</param>
    /// <param name="entries">What was installed.</param>
    internal static void Write(string file, UnixTime stamp, IEnumerable<InstalledEntry> entries)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, 1);
        using (var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 15, leaveOpen: true))
        {
            writer.Write(Header + "\n");
            Span<char> digits = stackalloc char[HashDigits];
            foreach (var e in entries)
            {
                writer.Write((char)e.Kind);
                writer.Write('\t');
                writer.Write(e.Size);
                writer.Write('\t');
                writer.Write(e.Modified.Seconds);
                writer.Write('.');
                writer.Write(e.Modified.Nanoseconds);
                writer.Write('\t');
                writer.Write(e.Original ?? "-");
                writer.Write('\t');
                if (e.Content is { } content)
                {
                    content.Format(digits);
                    writer.Write(digits);
                }
                else
                {
                    writer.Write('-');
                }

                writer.Write('\t');
                writer.Write(e.Inode);
                writer.Write('\t');
                writer.Write(RecordText.Escape(e.SourceFolder));
                writer.Write('\t');
                writer.Write(RecordText.Escape(e.Folder));
                writer.Write('/');
                writer.Write(RecordText.Escape(e.Name));
                writer.Write('\n');
            }

            writer.Write(Trailer + RecordText.Format(stamp) + "\n");
        }

        stream.Flush(flushToDisk: true);
    }

    /// <summary>When the installation ended; null when there is no record.</summary>
    internal static UnixTime? ReadStamp(string file)
    {
        if (!File.Exists(file)) return null;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        stream.Position = Math.Max(0, stream.Length - 64);
        var tail = new StreamReader(stream).ReadToEnd();
        var at = tail.LastIndexOf(Trailer, StringComparison.Ordinal);
        if (at < 0) throw InstanceErrors.Corrupt(file, "the record of installed files ends in the middle");
        try
        {
            return RecordText.ParseTime(tail.AsSpan(at + Trailer.Length).Trim());
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw InstanceErrors.Corrupt(file, "the last line of the record of installed files cannot be read", e);
        }
    }

    /// <summary>The entries in the order of creation; none when there is no record.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0203: the record is damaged.</exception>
    internal static IEnumerable<InstalledEntry> Read(string file)
    {
        if (!File.Exists(file)) yield break;
        using var reader = new StreamReader(file, Encoding.UTF8, false, 1 << 15);
        var header = reader.ReadLine();
        if (header is not (Header or FirstHeader)) throw InstanceErrors.Corrupt(file, "the record of installed files has no valid first line");
        var last = default(InstalledEntry);
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            if (line.StartsWith(Trailer, StringComparison.Ordinal)) yield break;
            yield return last = Parse(file, line, number, hasContent: header == Header, last);
        }

        throw InstanceErrors.Corrupt(file, "the record of installed files ends in the middle");
    }

    private static InstalledEntry Parse(string file, string text, int number, bool hasContent, in InstalledEntry last)
    {
        try
        {
            ReadOnlySpan<char> line = text;
            var kind = RecordText.Next(ref line) switch
            {
                "f" => InstalledKind.File,
                "l" => InstalledKind.Link,
                "d" => InstalledKind.Directory,
                "o" => InstalledKind.Original,
                "x" => InstalledKind.Context,
                _ => throw new FormatException("unknown kind"),
            };
            var size = long.Parse(RecordText.Next(ref line), CultureInfo.InvariantCulture);
            var modified = RecordText.ParseTime(RecordText.Next(ref line));
            var original = RecordText.Next(ref line);
            ContentHash? content = null;
            ulong inode = 0;
            if (hasContent)
            {
                content = RecordText.Next(ref line) is not "-" and var digits ? ContentHash.Parse(digits) : null;
                inode = ulong.Parse(RecordText.Next(ref line), CultureInfo.InvariantCulture);
            }

            var source = Unescape(RecordText.Next(ref line), last.SourceFolder);
            var slash = line.LastIndexOf('/');
            if (slash < 0) throw new FormatException("a path is not absolute");
            return new(
                kind, size, modified, original is "-" ? null : original.ToString(), source, Unescape(line[..slash], last.Folder), RecordText.Unescape(line[(slash + 1)..]), content, inode);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw InstanceErrors.Corrupt(file, $"line {number} of the record of installed files cannot be read ({e.Message})", e);
        }
    }

    /// <summary>Neighbours share their folders: the text of the last one serves again.</summary>
    private static string Unescape(ReadOnlySpan<char> text, string? last) => last is not null && text.SequenceEqual(last) && !text.Contains('\\') ? last : RecordText.Unescape(text);
}
