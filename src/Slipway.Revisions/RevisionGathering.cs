using Slipway.Revisions.Packing;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Revisions;

/// <summary>Finds what belongs into a revision.</summary>
public static class RevisionGathering
{
    /// <summary>
    /// Everything below <paramref name="folder"/>: files, links as links, and directories that are empty. In no particular order. A folder
    /// <c>.slipway</c> at the top, where a project's own group keeps its sandbox and state, is left out.
    /// </summary>
    /// <param name="folder">The revision folder.</param>
    /// <param name="except">A file to leave out: the bundle itself, when an earlier one stands in the folder.</param>
    /// <exception cref="SlipwayException">SLW0122: the folder or something in it cannot be read; SLW0105: a FIFO, socket or device; SLW0106: a name is not
    /// UTF-8.</exception>
    public static IReadOnlyList<RevisionFile> FromFolder(string folder, string? except = null)
    {
        var files = new List<RevisionFile>();
        var left = except is null ? null : Path.GetFullPath(except);
        Add(Path.GetFullPath(folder), "");
        return files;

        void Add(string directory, string prefix)
        {
            var empty = true;
            foreach (var (name, kind) in List(directory))
            {
                empty = false;
                var path = Path.Join(directory, name);
                if (kind == FileKind.Directory && LocalFolder.Is(prefix.Length, name)) continue;
                if (kind == FileKind.Directory) Add(path, $"{prefix}{name}/");
                else if (kind is not (FileKind.File or FileKind.Link)) throw RevisionErrors.SpecialFile(path, path, RevisionErrors.KindName(kind));
                else if (path != left) files.Add(new(prefix + name, path));
            }

            if (empty && prefix.Length > 0) files.Add(new(prefix[..^1], directory));
        }
    }

    private static List<(string Name, FileKind Kind)> List(string directory)
    {
        try
        {
            if (!UnixFiles.IsSupported) return [.. new DirectoryInfo(directory).EnumerateFileSystemInfos().Select(e => (e.Name, SourceKind.Of(e.FullName).Kind))];

            // The BCL would show a name that is not UTF-8 as another one, and a FIFO as a file.
            using var handle = UnixFiles.OpenDirectory(null, directory, follow: true);
            return [.. UnixFiles.List(handle, directory).Select(e => (e.Name, e.Kind ?? UnixFiles.Status(handle, e.Name).Kind))];
        }
        catch (NonUtf8NameException e)
        {
            throw RevisionErrors.BadName(directory, e.EscapedName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RevisionErrors.SourceUnreadable(directory, (e as UnixException)?.Reason ?? e.Message, e);
        }
    }
}
