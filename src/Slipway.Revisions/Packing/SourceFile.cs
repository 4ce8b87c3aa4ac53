using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Packing;

/// <summary>An open source file, held to be the same at the end of reading as it was when packing was planned.</summary>
internal sealed class SourceFile : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly SourceState _state;

    /// <param name="path">Full path.</param>
    /// <param name="plannedSize">The size that the archive's headers and parts were planned with.</param>
    /// <param name="clock">Tells when reading began.</param>
    /// <exception cref="Specifications.SlipwayException">SLW0122: it cannot be opened; SLW0123: it has another size by now.</exception>
    internal SourceFile(string path, long plannedSize, TimeProvider clock)
    {
        _path = path;
        try
        {
            _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            OpenedAt = SourceState.Now(clock);
            _state = SourceState.Of(_handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _handle?.Dispose();
            throw RevisionErrors.SourceUnreadable(path, (e as UnixException)?.Reason ?? e.Message, e);
        }

        if (_state.Size == plannedSize) return;
        _handle.Dispose();
        throw RevisionErrors.SourceChanged(path);
    }

    /// <summary>When reading began, in nanoseconds since 1970.</summary>
    internal long OpenedAt { get; }

    public void Dispose() => _handle.Dispose();

    /// <summary>Fills the buffer from an offset.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0122: it cannot be read; SLW0123: it ends before.</exception>
    internal void Read(Span<byte> buffer, long offset)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                var read = RandomAccess.Read(_handle, buffer, offset);
                if (read == 0) throw RevisionErrors.SourceChanged(_path);
                offset += read;
                buffer = buffer[read..];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RevisionErrors.SourceUnreadable(_path, e.Message, e);
        }
    }

    /// <summary>The state in which everything was read.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0123: the file is not what it was when it was opened.</exception>
    internal SourceState Finish() => SourceState.Of(_handle) == _state ? _state : throw RevisionErrors.SourceChanged(_path);
}
