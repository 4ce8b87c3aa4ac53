using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Objects;

/// <summary>
/// Finds the files of an archive by their paths without ever passing through a link: a script may have put one in a folder's place. The
/// folder of the last file stays open, since neighbours share it.
/// </summary>
public sealed class ArchiveFolders : IDisposable
{
    private readonly DirectoryHandle _root;
    private DirectoryHandle? _folder;
    private string? _path;

    /// <summary>Opens an archive.</summary>
    /// <exception cref="UnixException">It is not there.</exception>
    public ArchiveFolders(string archive) => _root = UnixFiles.OpenPath(null, archive);

    /// <summary>The folder of a file and the file's name in it; false when there is no such folder.</summary>
    public bool TryOpen(string path, out DirectoryHandle folder, out string name)
    {
        var slash = path.LastIndexOf('/');
        name = path[(slash + 1)..];
        folder = _root;
        if (slash < 0) return true;
        if (_path is null || _path.Length != slash || !path.StartsWith(_path, StringComparison.Ordinal))
        {
            _folder?.Dispose();
            _path = path[..slash];
            _folder = Open(_path);
        }

        folder = _folder!;
        return _folder is not null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _folder?.Dispose();
        _root.Dispose();
    }

    private DirectoryHandle? Open(string path)
    {
        var at = _root;
        try
        {
            foreach (var part in path.Split('/'))
            {
                var next = UnixFiles.OpenPath(at, part);
                if (at != _root) at.Dispose();
                at = next;
            }

            return at;
        }
        catch (UnixException e) when (e.Errno is Errno.NotFound or Errno.NotDirectory or Errno.Loop)
        {
            if (at != _root) at.Dispose();
            return null;
        }
    }
}
