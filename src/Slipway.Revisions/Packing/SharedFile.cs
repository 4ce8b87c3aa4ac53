using Slipway.Revisions.Packing.Caching;

namespace Slipway.Revisions.Packing;

/// <summary>The content of a file of a tar that is large enough to stand for itself and small enough for one part.</summary>
internal sealed class SharedFile(PackRun run, PackItem item, TarOutput output) : PackWork
{
    private readonly PooledBuffer _bytes = new(((int)item.Size / 2) + 64);
    private CacheKey _key;
    private bool _isNew;

    internal override int Cost { get; } = (int)item.Size * 2;

    public override void Dispose() => _bytes.Dispose();

    internal override void Run()
    {
        if (output.IsDeflated && run.Known(item) is { Stored: false } known && TryCached(known)) return;
        using var raw = new PooledBuffer((int)item.State.Size);
        var content = run.ReadWhole(item, raw);
        if (!output.IsGzip)
        {
            _bytes.Write(content);
        }
        else if (item.Facts!.Stored || !output.IsDeflated)
        {
            Deflater.AppendStored(content, _bytes);
        }
        else if (!TryCached(item.Facts))
        {
            Deflater.Append(content, run.Options.Compression, final: false, _bytes);
            run.CountCompressed(content.Length);
            _isNew = true;
        }
    }

    internal override void Write()
    {
        output.Write(_bytes.Written);
        output.Count(item.Facts!.Crc, item.Size);
        if (_isNew) run.Cache?.Add(_key, _bytes.Written, item.Facts.Crc);
        else if (_key != default) run.Cache?.Use(_key);
    }

    private bool TryCached(ContentFacts facts)
    {
        item.Facts = facts;
        _key = new(facts.Sha256, run.Forms.Part, 0);
        if (run.Cache?.TryRead(_key, _bytes, out _) != true) return false;
        run.CountCached(_bytes.Count);
        return true;
    }
}
