namespace Slipway.Revisions.Packing.Caching;

/// <summary>The folders of a cache: <c>forms</c> with the segments, <c>trees</c> with what is known of source folders.</summary>
internal static class CacheFiles
{
    // What backup programs look for to leave a folder out.
    private const string Tag = "Signature: 8a477f597d28d172789f06886806bc55\n# Packed content that slipway can make again; delete it at any time.\n";

    internal static string Forms(string cache) => Path.Join(cache, "forms");

    internal static string Trees(string cache) => Path.Join(cache, "trees");

    internal static string Lock(string cache) => Path.Join(cache, "lock");

    /// <summary>Makes the folders, for this account only: they hold what the revisions hold.</summary>
    internal static void Create(string cache)
    {
        if (Directory.Exists(Forms(cache)) && Directory.Exists(Trees(cache))) return;
        foreach (var folder in (string[])[cache, Forms(cache), Trees(cache)])
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        try
        {
            File.WriteAllText(Path.Join(cache, "CACHEDIR.TAG"), Tag);
        }
        catch (IOException)
        {
            // Another pack writes the same at this moment.
        }
    }

    /// <summary>The files of a folder with an ending; none when it cannot be read.</summary>
    internal static string[] In(string folder, string extension)
    {
        try
        {
            return Directory.GetFiles(folder, "*" + extension);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    internal static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody has it open, or it is not ours to remove: the next cleaning tries again.
        }
    }
}
