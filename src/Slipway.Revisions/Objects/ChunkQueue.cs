using System.Runtime.ExceptionServices;

namespace Slipway.Revisions.Objects;

/// <summary>Hands out a row of small pieces of work to two threads: system calls on a tree gain little from more.</summary>
public sealed class ChunkQueue
{
    private readonly int _count;
    private readonly int _chunk;
    private int _next;

    private ChunkQueue(int count, int chunk) => (_count, _chunk) = (count, chunk);

    /// <summary>Works through 0 to <paramref name="count"/>; a second thread helps when there are enough pieces. The first failure ends both and is thrown.</summary>
    /// <param name="count">Number of things to do.</param>
    /// <param name="chunk">How many of them are taken at once.</param>
    /// <param name="work">Takes pieces until none is left; runs on both threads.</param>
    public static void Run(int count, int chunk, Action<ChunkQueue> work)
    {
        var queue = new ChunkQueue(count, chunk);
        if (count < 4 * chunk)
        {
            work(queue);
            return;
        }

        ExceptionDispatchInfo? helpers = null;
        var helper = new Thread(() => helpers = queue.Try(work)) { IsBackground = true, Name = "slipway files" };
        helper.Start();
        var own = queue.Try(work);
        helper.Join();
        (own ?? helpers)?.Throw();
    }

    /// <summary>The next piece, or false when there is none or the other thread failed.</summary>
    public bool TryTake(out int start, out int end)
    {
        start = Interlocked.Add(ref _next, _chunk) - _chunk;
        end = Math.Min(start + _chunk, _count);
        return start < _count;
    }

    private ExceptionDispatchInfo? Try(Action<ChunkQueue> work)
    {
        try
        {
            work(this);
            return null;
        }
        catch (Exception e)
        {
            // Far enough for the other thread to find nothing, and not so far that adding to it overflows.
            Interlocked.Exchange(ref _next, int.MaxValue / 2);
            return ExceptionDispatchInfo.Capture(e);
        }
    }
}
