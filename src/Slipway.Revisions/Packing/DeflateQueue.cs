using System.Buffers;
using System.IO.Compression;

namespace Slipway.Revisions.Packing;

/// <summary>
/// Deflates chunks on all processors and hands the results out in the order they came in, on the caller's thread. A chunk is deflated by
/// itself, so its bytes do not depend on how many processors there are. Bounded by the bytes under way, not by the number of chunks.
/// </summary>
internal sealed class DeflateQueue : IDisposable
{
    /// <summary>Large enough to lose little at the seams (under one percent), small enough to keep two processors busy on one file.</summary>
    internal const int ChunkSize = 1 << 20;

    private const int SmallestBound = 8 << 20, BoundOfProcessor = 4 << 20, LargestBound = 32 << 20;

    // What a chunk costs besides its bytes: zlib's windows and tables.
    private const int CostOfChunk = 64 * 1024;

    private static readonly int Bound = Math.Clamp(BoundOfProcessor * Environment.ProcessorCount, SmallestBound, LargestBound);

    private readonly Queue<Step> _steps = new();
    private int _underWay;

    private sealed record Step(byte[]? Chunk, int Length, int Cost, Task<DeflatedChunk>? Work, Action<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Write);

    public void Dispose()
    {
        while (_steps.TryDequeue(out var step))
        {
            // A failed chunk has no buffer to give back, and whoever cancels does not want to hear of it.
            if (step.Work is { } work && Task.WhenAny(work).Result.IsCompletedSuccessfully) work.Result.Dispose();
            if (step.Chunk is not null) ArrayPool<byte>.Shared.Return(step.Chunk);
        }
    }

    /// <summary>
    /// Takes over a pooled chunk. <paramref name="write"/> gets it and its deflated form, of which the last of a sequence must be
    /// <paramref name="final"/>; without <paramref name="deflate"/> that form is empty.
    /// </summary>
    internal void Add(byte[] chunk, int length, bool deflate, bool final, Action<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> write)
    {
        var cost = length + CostOfChunk;
        _underWay += cost;
        _steps.Enqueue(new(chunk, length, cost, deflate ? Task.Run(() => DeflatedChunk.Of(chunk.AsSpan(0, length), final)) : null, write));
        while (_underWay > Bound || (_steps.TryPeek(out var head) && head.Work is not { IsCompleted: false })) WriteFirst();
    }

    /// <summary>Something to do when everything added before is written.</summary>
    internal void Then(Action action)
    {
        _steps.Enqueue(new(null, 0, 0, null, (_, _) => action()));
        if (_steps.Count == 1) WriteFirst();
    }

    /// <summary>Writes everything that is still under way.</summary>
    internal void Complete()
    {
        while (_steps.Count > 0) WriteFirst();
    }

    private void WriteFirst()
    {
        var step = _steps.Dequeue();
        using var deflated = step.Work?.GetAwaiter().GetResult();
        _underWay -= step.Cost;
        step.Write(step.Chunk is null ? default : step.Chunk.AsMemory(0, step.Length), deflated?.Bytes ?? default);
        if (step.Chunk is not null) ArrayPool<byte>.Shared.Return(step.Chunk);
    }
}
