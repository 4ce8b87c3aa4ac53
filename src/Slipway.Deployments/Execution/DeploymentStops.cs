namespace Slipway.Deployments.Execution;

/// <summary>The one place where a deployment is told to stop. The first cause counts.</summary>
internal sealed class DeploymentStops
{
    // Whoever stops a deployment may come after its end: the source is never disposed of, and holds nothing that must be.
    private readonly Lazy<CancellationTokenSource> source = new(() => new());
    private readonly Lock gate = new();

    /// <summary>Cancelled when it is to stop.</summary>
    public CancellationToken Token => source.Value.Token;

    /// <summary>Why; null while it may go on.</summary>
    public StopCause? Cause { get; private set; }

    /// <summary>Stops it.</summary>
    public void Stop(StopCause cause)
    {
        lock (gate)
        {
            if (Cause is not null) return;
            Cause = cause;
        }

        source.Value.Cancel();
    }
}
