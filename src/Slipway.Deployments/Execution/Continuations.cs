namespace Slipway.Deployments.Execution;

/// <summary>What somebody has asked to go on with. A request that comes before its wait counts.</summary>
internal sealed class Continuations
{
    private readonly TaskCompletionSource ready = new();
    private readonly TaskCompletionSource termination = new();
    private readonly TaskCompletionSource never = new();

    /// <summary>Ends when the wait is to end.</summary>
    public Task Of(WaitKind wait) => wait switch
    {
        WaitKind.Ready => ready.Task,
        WaitKind.Termination => termination.Task,
        _ => never.Task,
    };

    /// <summary>Ends a wait.</summary>
    public void Signal(WaitKind wait)
    {
        if (wait == WaitKind.Ready) ready.TrySetResult();
        else if (wait == WaitKind.Termination) termination.TrySetResult();
    }
}
