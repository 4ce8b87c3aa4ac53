using Slipway.Revisions.Unix;

namespace Slipway.Deployments.History;

/// <summary>Small files that are whole or not there, also after a power cut: written aside, flushed to the disk, then given their name.</summary>
internal static class DurableFile
{
    /// <summary>Puts a file in place of the one that stands there, if any.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="isDurable">False for what is worth nothing after a power cut: then the old content may come back.</param>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool isDurable = true)
    {
        var aside = WriteAside(path, content, isDurable);
        try
        {
            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }

        if (isDurable) FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes a file; false when one stands there, of several callers exactly one succeeds.</summary>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content)
    {
        if (!UnixFiles.IsSupported) return TryCreateInPlace(path, content);
        var aside = WriteAside(path, content, isDurable: true);
        try
        {
            // Not File.Move: it looks whether the name is free and then renames, so of two callers both could win.
            UnixFiles.Link(null, aside, null, path);
        }
        catch (UnixException e) when (e.Errno == Errno.Exists)
        {
            return false;
        }
        finally
        {
            File.Delete(aside);
        }

        FlushFolder(Path.GetDirectoryName(path)!);
        return true;
    }

    /// <summary>Writes the names in a folder to the disk; where the system has no such call, it keeps them by itself.</summary>
    public static void FlushFolder(string folder)
    {
        if (!UnixFiles.IsSupported) return;
        using var handle = UnixFiles.OpenDirectory(null, folder, follow: true);
        UnixFiles.Sync(handle);
    }

    private static bool TryCreateInPlace(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 });
            file.Write(content);
            file.Flush(flushToDisk: true);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static string WriteAside(string path, ReadOnlySpan<byte> content, bool isDurable)
    {
        var aside = Path.Combine(Path.GetDirectoryName(path)!, "." + Path.GetRandomFileName());
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(aside, options);
            file.Write(content);
            if (isDurable) file.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }

        return aside;
    }
}
