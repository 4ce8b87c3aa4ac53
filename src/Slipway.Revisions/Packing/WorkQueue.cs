namespace Slipway.Revisions.Packing;

/// <summary>
/// Runs work on all processors and writes it in the order it came in, on the caller's thread. Bounded by the bytes under way, not by the number
/// of parts.
/// </summary>
internal sealed class WorkQueue : IDisposable
{
    /// <summary>Large enough to lose little at the seams (under one percent), small enough to keep two processors busy on one file.</summary>
    internal const int ChunkSize = 1 << 20;

    private const int SmallestBound = 8 << 20, BoundOfProcessor = 4 << 20, LargestBound = 32 << 20;

    // What work costs besides its bytes: zlib's windows and tables.
    private const int CostOfWork = 64 * 1024;

    private static readonly int Bound = Math.Clamp(BoundOfProcessor * Environment.ProcessorCount, SmallestBound, LargestBound);

    private readonly Queue<(PackWork Work, Task Task)> _steps = new();
    private int _underWay;

    public void Dispose()
    {
        while (_steps.TryDequeue(out var step))
        {
            // Its buffers are in use until it ends, and whoever gave up does not want to hear how.
            Task.WhenAny(step.Task).Wait();
            step.Work.Dispose();
        }
    }

    /// <summary>Takes over work; writes what is ready, and waits while too much is under way.</summary>
    internal void Add(PackWork work)
    {
        _underWay += work.Cost + CostOfWork;
        _steps.Enqueue((work, Task.Run(work.Run)));
        while (_underWay > Bound || (_steps.TryPeek(out var head) && head.Task.IsCompleted)) WriteFirst();
    }

    /// <summary>Something to do when everything added before is written.</summary>
    internal void Then(Action action)
    {
        var work = new WrittenAction(action);
        _underWay += work.Cost + CostOfWork;
        _steps.Enqueue((work, Task.CompletedTask));
        if (_steps.Count == 1) WriteFirst();
    }

    /// <summary>Writes everything that is still under way.</summary>
    internal void Complete()
    {
        while (_steps.Count > 0) WriteFirst();
    }

    private void WriteFirst()
    {
        var (work, task) = _steps.Dequeue();
        _underWay -= work.Cost + CostOfWork;
        try
        {
            task.GetAwaiter().GetResult();
            work.Write();
        }
        finally
        {
            work.Dispose();
        }
    }

    private sealed class WrittenAction(Action action) : PackWork
    {
        internal override int Cost => 0;

        public override void Dispose()
        {
        }

        internal override void Run()
        {
        }

        internal override void Write() => action();
    }
}
