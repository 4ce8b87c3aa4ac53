namespace Slipway.Deployments.Transports.Local;

/// <summary>Work that blocks, on a thread of its own: the pool has as many threads as there are processors, and a fleet has more instances.</summary>
internal static class Blocking
{
    internal static Task Run(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    internal static Task<T> Run<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
