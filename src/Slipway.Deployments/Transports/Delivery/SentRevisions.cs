namespace Slipway.Deployments.Transports.Delivery;

/// <summary>The revisions of a deployment, each opened (and a folder packed) once, however many instances get it at the same time.</summary>
internal sealed class SentRevisions : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Path, DateTime Changed), Task<SentRevision>> opened = [];

    /// <summary>The revision at a path, as it is now.</summary>
    /// <exception cref="Specifications.SlipwayException">It cannot be read.</exception>
    public Task<SentRevision> OpenAsync(string revision, CancellationToken cancellation)
    {
        // A folder's files may change without its own time: within one deployment it is what it was at the first look.
        var key = (Path.GetFullPath(revision), File.GetLastWriteTimeUtc(revision));
        Task<SentRevision> opening;
        lock (gate)
        {
            if (!opened.TryGetValue(key, out var known) || known.IsFaulted || known.IsCanceled)
                opened[key] = known = Task.Factory.StartNew(
                    () => SentRevision.OpenAsync(revision, CancellationToken.None), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            opening = known;
        }

        return opening.WaitAsync(cancellation);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        List<Task<SentRevision>> all;
        lock (gate)
        {
            all = [.. opened.Values];
            opened.Clear();
        }

        foreach (var opening in all)
        {
            try
            {
                (await opening.ConfigureAwait(false)).Dispose();
            }
            catch (Exception e) when (e is Specifications.SlipwayException or IOException or UnauthorizedAccessException or OperationCanceledException)
            {
                // Whoever asked for it was told.
            }
        }
    }
}
