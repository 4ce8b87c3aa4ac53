using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Packing;

/// <summary>What stands at a path of this machine, without following a link.</summary>
internal static class SourceKind
{
    /// <summary>What a source is, the state of a file, and its mode where this system has modes.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0122: nothing, or it cannot be looked at.</exception>
    internal static (FileKind Kind, SourceState State, int? Mode) Of(string path)
    {
        try
        {
            if (UnixFiles.IsSupported)
            {
                var status = UnixFiles.Status(null, path);
                return (status.Kind, SourceState.Of(status), status.Mode);
            }

            var attributes = File.GetAttributes(path);
            if (attributes.HasFlag(FileAttributes.ReparsePoint) && new FileInfo(path).LinkTarget is not null) return (FileKind.Link, default, null);
            if (attributes.HasFlag(FileAttributes.Directory)) return (FileKind.Directory, default, null);
            return (FileKind.File, SourceState.Of(new FileInfo(path)), OperatingSystem.IsWindows() ? null : (int)File.GetUnixFileMode(path));
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
