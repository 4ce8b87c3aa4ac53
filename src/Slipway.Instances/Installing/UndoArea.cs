using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>
/// A private folder on one of the destination's file systems: <c>new/n</c> is the n-th creation until it is moved to its place, <c>old/n</c>
/// the n-th removal. Which slots are filled tells how far the installation came, whenever it was interrupted.
/// </summary>
internal sealed class UndoArea : IDisposable
{
    private UndoArea(string path)
    {
        Path = path;
        Folder = UnixFiles.OpenDirectory(null, path);
        New = UnixFiles.OpenDirectory(Folder, "new");
        Old = UnixFiles.OpenDirectory(Folder, "old");
    }

    internal string Path { get; }

    internal DirectoryHandle Folder { get; }

    internal DirectoryHandle New { get; }

    internal DirectoryHandle Old { get; }

    internal static string Slot(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Makes the folder: for its owner only, and without what a parent directory would hand down.</summary>
    internal static UndoArea Make(string path)
    {
        UnixFiles.MakeDirectory(null, path, Private);
        Protect(path);
        foreach (var name in (string[])["new", "old"])
        {
            UnixFiles.MakeDirectory(null, path + "/" + name, Private);
            Protect(path + "/" + name);
        }

        return new(path);
    }

    /// <summary>Opens an area that may have been made; null when it is not there, or not whole (then nothing is in it).</summary>
    internal static UndoArea? Open(string path) =>
        UnixFiles.TryStatus(null, path + "/new", out var status) && status.Kind == FileKind.Directory && UnixFiles.TryStatus(null, path + "/old", out _) ? new(path) : null;

    /// <summary>Removes an area with what is left in it: staged files that were not needed, old ones that were replaced.</summary>
    internal static void Remove(string path)
    {
        if (!UnixFiles.TryStatus(null, path, out var status) || status.Kind != FileKind.Directory) return;
        using (var folder = UnixFiles.OpenDirectory(null, path))
        {
            foreach (var name in (string[])["new", "old"])
            {
                if (!UnixFiles.TryStatus(folder, name, out _)) continue;

                // One by one: a list of all the names would be the largest thing in memory.
                foreach (var slot in Directory.EnumerateFileSystemEntries(path + "/" + name)) UnixFiles.Unlink(null, slot);
                UnixFiles.RemoveDirectory(folder, name);
            }
        }

        UnixFiles.RemoveDirectory(null, path);
    }

    public void Dispose()
    {
        New.Dispose();
        Old.Dispose();
        Folder.Dispose();
    }

    private const int Private = 0x1c0;

    private static void Protect(string path)
    {
        UnixFiles.RemoveAttribute(path, UnixAttributes.DefaultAcl);
        UnixFiles.RemoveAttribute(path, UnixAttributes.AccessAcl);
        UnixFiles.ChangeMode(null, path, Private);
    }
}
