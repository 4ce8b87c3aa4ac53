using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Packing;

/// <summary>What stands at a path of this machine, without following a link.</summary>
internal static class SourceKind
{
    /// <exception cref="Specifications.SlipwayException">SLW0122: nothing, or it cannot be looked at.</exception>
    internal static FileKind Of(string path)
    {
        try
        {
            if (UnixFiles.IsSupported) return UnixFiles.Status(null, path).Kind;
            var attributes = File.GetAttributes(path);
            return attributes.HasFlag(FileAttributes.ReparsePoint) && new FileInfo(path).LinkTarget is not null ? FileKind.Link
                : attributes.HasFlag(FileAttributes.Directory) ? FileKind.Directory : FileKind.File;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RevisionErrors.SourceUnreadable(path, (e as UnixException)?.Reason ?? e.Message, e);
        }
    }

    /// <summary>A link's target as it is written in it.</summary>
    internal static string LinkTarget(string path)
    {
        try
        {
            return UnixFiles.IsSupported
                ? UnixFiles.ReadLink(null, path)
                : Portable(new FileInfo(path).LinkTarget) ?? throw new IOException("it is no link any more");
        }
        catch (NonUtf8NameException e)
        {
            throw RevisionErrors.BadName(path, e.EscapedName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RevisionErrors.SourceUnreadable(path, (e as UnixException)?.Reason ?? e.Message, e);
        }
    }

    private static string? Portable(string? target) => OperatingSystem.IsWindows() ? target?.Replace('\\', '/') : target;
}
