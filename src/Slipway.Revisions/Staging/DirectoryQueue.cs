using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>A directory to copy into another, both open, and the way to it in the revision.</summary>
internal sealed record DirectoryPair(DirectoryHandle From, DirectoryHandle To, string[] Path) : IDisposable
{
    public void Dispose()
    {
        From.Dispose();
        To.Dispose();
    }
}

/// <summary>Directories that wait for one of the threads that copy. It begins with one directory in work, the root.</summary>
internal sealed class DirectoryQueue : IDisposable
{
    // Each holds two descriptors; what does not fit is copied at once by whoever found it.
    private const int Capacity = 64;

    private readonly object _lock = new();
    private readonly Stack<DirectoryPair> _waiting = new();
    private int _inWork = 1;
    private bool _isStopped;

    /// <summary>Leaves a directory to another thread, unless enough of them wait already.</summary>
    internal bool TryAdd(DirectoryPair directory)
    {
        lock (_lock)
        {
            if (_isStopped || _waiting.Count == Capacity) return false;
            _waiting.Push(directory);
            Monitor.Pulse(_lock);
            return true;
        }
    }

    /// <summary>Waits for a directory; null when all are done or <see cref="Stop"/> was called. Call <see cref="Finish"/> for each.</summary>
    internal DirectoryPair? Take()
    {
        lock (_lock)
        {
            while (!_isStopped && _waiting.Count == 0 && _inWork > 0) Monitor.Wait(_lock);
            if (_isStopped || _waiting.Count == 0) return null;
            _inWork++;
            return _waiting.Pop();
        }
    }

    /// <summary>A directory taken, or the root, is done.</summary>
    internal void Finish()
    {
        lock (_lock)
        {
            if (--_inWork == 0) Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Lets nobody take another directory.</summary>
    internal void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            Monitor.PulseAll(_lock);
        }
    }

    public void Dispose()
    {
        foreach (var directory in _waiting) directory.Dispose();
    }
}
