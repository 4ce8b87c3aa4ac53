namespace Slipway.Deployments.History;

/// <summary>A file that only grows, for its owner's eyes, while others may read it.</summary>
internal static class AppendedFile
{
    /// <summary>Opens it, or makes it; every write goes to the system at once.</summary>
    public static FileStream Open(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }
}
