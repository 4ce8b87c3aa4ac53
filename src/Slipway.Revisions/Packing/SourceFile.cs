using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Packing;

/// <summary>A file while it is packed: read once from front to back, hashed on the way, and held to be the same at the end as at the beginning.</summary>
internal sealed class SourceFile : IDisposable
{
    private const int Executable = 0x1ed, Plain = 0x1a4, PermissionBits = 0x1ff;

    private readonly RevisionFile _file;
    private readonly SafeFileHandle _handle;
    private readonly IncrementalHash _hash;
    private readonly DateTime _modified;
    private readonly CancellationToken _cancellation;
    private long _offset;

    internal SourceFile(RevisionFile file, IncrementalHash hash, CancellationToken cancellation)
    {
        (_file, _hash, _cancellation) = (file, hash, cancellation);
        try
        {
            _handle = File.OpenHandle(file.SourcePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            Length = RandomAccess.GetLength(_handle);
            _modified = File.GetLastWriteTimeUtc(_handle);
            Mode = (file.Mode ?? SourceMode()) & PermissionBits;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _handle?.Dispose();
            throw RevisionErrors.SourceUnreadable(file.SourcePath, e.Message, e);
        }
    }

    internal string Path => _file.Path;

    /// <summary>Bytes; never another number than comes out.</summary>
    internal long Length { get; }

    /// <summary>Permission bits: setuid, setgid and sticky are for the appspec to give, since a zip cannot hold them for everybody.</summary>
    internal int Mode { get; }

    internal long Remaining => Length - _offset;

    public void Dispose() => _handle.Dispose();

    /// <summary>Fills the buffer, which must not be longer than what remains.</summary>
    internal void Read(Span<byte> buffer)
    {
        _cancellation.ThrowIfCancellationRequested();
        try
        {
            for (var rest = buffer; !rest.IsEmpty;)
            {
                var read = RandomAccess.Read(_handle, rest, _offset);
                if (read == 0) throw RevisionErrors.SourceChanged(_file.SourcePath);
                _offset += read;
                rest = rest[read..];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RevisionErrors.SourceUnreadable(_file.SourcePath, e.Message, e);
        }

        _hash.AppendData(buffer);
    }

    /// <summary>The manifest's line, once everything was read.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0123: the file is not what it was when it was opened.</exception>
    internal RevisionEntry Finish()
    {
        if (RandomAccess.GetLength(_handle) != Length || File.GetLastWriteTimeUtc(_handle) != _modified) throw RevisionErrors.SourceChanged(_file.SourcePath);
        return new(Path, FileKind.File, Mode, Length, Convert.ToHexStringLower(_hash.GetHashAndReset()), null);
    }

    private int SourceMode()
    {
        if (!OperatingSystem.IsWindows()) return (int)File.GetUnixFileMode(_handle);
        Span<byte> start = stackalloc byte[2];
        return RandomAccess.Read(_handle, start, 0) == 2 && start.SequenceEqual("#!"u8) ? Executable : Plain;
    }
}
