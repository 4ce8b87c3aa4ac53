using System.Globalization;
using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>A directory as it was: enough to make it again.</summary>
internal sealed record DirectoryRights(int Mode, uint User, uint Group, UnixTime Modified, byte[]? AccessAcl, byte[]? DefaultAcl, string Path)
{
    internal static DirectoryRights Capture(InstanceTree tree, int node)
    {
        var handle = tree.Open(node);
        var status = UnixFiles.Status(handle);
        return new(
            status.Mode,
            status.User,
            status.Group,
            status.Modified,
            UnixAttributes.Get(handle, ".", UnixAttributes.AccessAcl),
            UnixAttributes.Get(handle, ".", UnixAttributes.DefaultAcl),
            tree.Paths.PathOf(node));
    }

    internal static DirectoryRights Parse(ReadOnlySpan<char> line) => new(
        Convert.ToInt32(RecordText.Next(ref line).ToString(), 8),
        uint.Parse(RecordText.Next(ref line), CultureInfo.InvariantCulture),
        uint.Parse(RecordText.Next(ref line), CultureInfo.InvariantCulture),
        RecordText.ParseTime(RecordText.Next(ref line)),
        RecordText.ParseBytes(RecordText.Next(ref line)),
        RecordText.ParseBytes(RecordText.Next(ref line)),
        RecordText.Unescape(line));

    internal string Format() => string.Join(
        '\t',
        Convert.ToString(Mode, 8),
        User.ToString(CultureInfo.InvariantCulture),
        Group.ToString(CultureInfo.InvariantCulture),
        RecordText.Format(Modified),
        RecordText.Bytes(AccessAcl),
        RecordText.Bytes(DefaultAcl),
        RecordText.Escape(Path));

    /// <summary>Makes the directory if it is gone, or something else stands in its place.</summary>
    internal void MakeAgain(InstanceTree tree, Obstacles obstacles)
    {
        var node = tree.Paths.Intern(Path);
        if (node == 0) return;
        obstacles.ClearForDirectory(node);
        if (tree.TryStatus(node, out _)) return;
        tree.Forget(node);
        UnixFiles.MakeDirectory(tree.Open(tree.Paths.Parent(node)), tree.Paths.Name(node), 0x1c0);
    }

    /// <summary>Gives the directory its rights and its time again.</summary>
    internal void Restore(InstanceTree tree)
    {
        var node = tree.Paths.Intern(Path);
        var handle = tree.Open(node);
        var now = UnixFiles.Status(handle);
        if (now.User != User || now.Group != Group) UnixFiles.ChangeOwner(handle, ".", User, Group);
        RestoreAcl(handle, UnixAttributes.AccessAcl, AccessAcl);
        RestoreAcl(handle, UnixAttributes.DefaultAcl, DefaultAcl);
        if (UnixFiles.Status(handle).Mode != Mode) UnixFiles.ChangeMode(handle, ".", Mode);
        if (now.Modified != Modified) UnixFiles.SetModified(handle, ".", Modified);
    }

    private static void RestoreAcl(DirectoryHandle handle, string attribute, byte[]? value)
    {
        var now = UnixAttributes.Get(handle, ".", attribute);
        if (value is null && now is not null) UnixAttributes.Remove(handle, ".", attribute);
        else if (value is not null && (now is null || !now.AsSpan().SequenceEqual(value))) UnixAttributes.Set(handle, ".", attribute, value);
    }
}
