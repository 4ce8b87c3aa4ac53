namespace Slipway.Deployments.Execution;

/// <summary>Concurrent work with an upper bound.</summary>
internal static class Bounded
{
    /// <summary>Does <paramref name="work"/> with every item, at most <paramref name="most"/> at a time. It must not throw.</summary>
    public static Task ForEachAsync<T>(IReadOnlyList<T> items, int most, Func<T, Task> work)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, Math.Min(most, items.Count)).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            for (int i; (i = Interlocked.Increment(ref next)) < items.Count;) await work(items[i]).ConfigureAwait(false);
        }
    }
}
