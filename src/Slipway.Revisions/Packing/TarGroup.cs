using Slipway.Revisions.Packing.Caching;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Packing;

/// <summary>A stretch of a tar, as it is or deflated in one piece.</summary>
internal sealed class TarGroup(PackRun run, TarStretch stretch, bool isFirst, TarOutput output) : PackWork
{
    private readonly PooledBuffer _raw = new(256 * 1024), _packed = new(output.IsGzip ? 128 * 1024 : 16);
    private CacheKey _key;
    private bool _isNew;
    private uint _crc;
    private int _length;

    internal override int Cost { get; } = (int)stretch.Small.Sum(i => i.Size + 512) * 2;

    public override void Dispose()
    {
        _raw.Dispose();
        _packed.Dispose();
    }

    internal override void Run()
    {
        run.Cancellation.ThrowIfCancellationRequested();
        if (output.IsDeflated && AreKnown() && TryCached()) return;
        using var content = new PooledBuffer((int)Math.Max(64, stretch.Small.Select(i => i.Size).DefaultIfEmpty().Max()));
        AppendAll(item => _raw.Write(run.ReadWhole(item, content)));
        if (!output.IsGzip) return;
        (_crc, _length) = (Crc32.Append(0, _raw.Written), _raw.Count);
        if (!output.IsDeflated)
        {
            Deflater.AppendStored(_raw.Written, _packed);
        }
        else if (!TryCached())
        {
            Deflater.Append(_raw.Written, run.Options.Compression, final: false, _packed);
            run.CountCompressed(_raw.Count);
            _isNew = true;
        }
    }

    internal override void Write()
    {
        if (!output.IsGzip)
        {
            output.Write(_raw.Written);
            return;
        }

        output.WriteDeflated(_packed.Written, _crc, _length);
        if (_isNew) run.Cache?.Add(_key, _packed.Written, _crc);
        else if (output.IsDeflated) run.Cache?.Use(_key);
    }

    private bool AreKnown()
    {
        foreach (var item in stretch.Small)
        {
            if (item.Kind == FileKind.File && (item.Facts = run.Known(item)) is null) return false;
        }

        return true;
    }

    /// <summary>Looks for the form by all that its bytes follow from: headers, and hashes in place of contents.</summary>
    private bool TryCached()
    {
        using var text = new PooledBuffer(64 * 1024);
        var length = 0L;
        AppendAll(text, item =>
        {
            item.Facts!.Sha256.CopyTo(text.Append(Digest.Size));
            length += item.Size - Digest.Size;
        });
        _key = new(Digest.OfContent(text.Written), run.Forms.Group, 0);
        if (run.Cache?.TryRead(_key, _packed, out var crc) != true) return false;
        _crc = crc;
        _length = (int)(text.Count + length);
        run.CountCached(_packed.Count);
        return true;
    }

    private void AppendAll(Action<PackItem> content) => AppendAll(_raw, content);

    private void AppendAll(PooledBuffer bytes, Action<PackItem> content)
    {
        if (isFirst) TarRecords.AppendAnnouncement(bytes);
        bytes.Append(stretch.Padding).Clear();
        foreach (var item in stretch.Small)
        {
            TarRecords.AppendEntry(bytes, item);
            if (item.Kind != FileKind.File) continue;
            content(item);
            bytes.Append(TarRecords.Padding(item.Size)).Clear();
        }

        if (stretch.Large is { } large) TarRecords.AppendEntry(bytes, large);
    }
}
