using System.Globalization;
using Slipway.Instances.State;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Snapshots;

/// <summary>An installed file or link as it stood before the first script ran.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Acl">Its access ACL; null when it has none.</param>
/// <param name="Content">Where its content can be had: an absolute path; for a link its target.</param>
/// <param name="Hash">Hash of its content where that is known: then any file with it will do. Null otherwise.</param>
/// <param name="Path">Physical path on the instance.</param>
internal sealed record SnapshotEntry(FileStatus Status, byte[]? Acl, string Content, ContentHash? Hash, string Path)
{
    internal string Format() => string.Join(
        '\t',
        Status.Kind == FileKind.Link ? "l" : "f",
        Convert.ToString(Status.Mode, 8),
        Status.User.ToString(CultureInfo.InvariantCulture),
        Status.Group.ToString(CultureInfo.InvariantCulture),
        Status.Size.ToString(CultureInfo.InvariantCulture),
        RecordText.Format(Status.Modified),
        RecordText.Format(Status.Changed),
        RecordText.Bytes(Acl),
        RecordText.Escape(Content),
        Hash?.ToString() ?? "-",
        RecordText.Escape(Path));

    internal static SnapshotEntry Parse(ReadOnlySpan<char> line, bool hasHash)
    {
        var status = new FileStatus(
            RecordText.Next(ref line) is "l" ? FileKind.Link : FileKind.File,
            Convert.ToInt32(RecordText.Next(ref line).ToString(), 8),
            uint.Parse(RecordText.Next(ref line), CultureInfo.InvariantCulture),
            uint.Parse(RecordText.Next(ref line), CultureInfo.InvariantCulture),
            long.Parse(RecordText.Next(ref line), CultureInfo.InvariantCulture),
            RecordText.ParseTime(RecordText.Next(ref line)),
            RecordText.ParseTime(RecordText.Next(ref line)),
            Inode: 0,
            Device: 0,
            Links: 1);
        var acl = RecordText.ParseBytes(RecordText.Next(ref line));
        var content = RecordText.Unescape(RecordText.Next(ref line));
        ContentHash? hash = hasHash && RecordText.Next(ref line) is not "-" and var digits ? ContentHash.Parse(digits) : null;
        return new(status, acl, content, hash, RecordText.Unescape(line));
    }
}
