using Slipway.Revisions.Unix;

namespace Slipway.Instances.State;

/// <summary>Replaces a small file so that a crash leaves the old or the new content: write, fsync, rename, fsync of the folder.</summary>
internal static class AtomicFile
{
    internal static void Write(string file, ReadOnlySpan<byte> content)
    {
        var temporary = file + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, file, overwrite: true);
        SyncFolder(Path.GetDirectoryName(file)!);
    }

    internal static void SyncFolder(string folder)
    {
        using var handle = UnixFiles.OpenDirectory(null, folder, follow: true);
        UnixFiles.Sync(handle);
    }
}
