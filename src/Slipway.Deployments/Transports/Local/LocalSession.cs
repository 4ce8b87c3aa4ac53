using Slipway.Instances;
using Slipway.Instances.Events;

namespace Slipway.Deployments.Transports.Local;

/// <summary>A deployment in progress on an instance in this process.</summary>
internal sealed class LocalSession(InstanceSession session) : IInstanceSession
{
    /// <inheritdoc />
    public IReadOnlyList<EventResult> Ended => session.Ended;

    /// <inheritdoc />
    public string? Interrupted => session.Interrupted;

    /// <inheritdoc />
    public Task<EventResult> RunAsync(string lifecycleEvent, CancellationToken cancellation) => Blocking.Run(() => session.Run(lifecycleEvent, cancellation));

    /// <inheritdoc />
    public Task CommitAsync() => Blocking.Run(session.Commit);

    /// <inheritdoc />
    public Task UndoAsync() => Blocking.Run(session.Undo);

    /// <inheritdoc />
    public Task DetachAsync() => Blocking.Run(session.Detach);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => new(Blocking.Run(session.Dispose));
}
