using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Transports;

/// <summary>
/// One instance as an executor reaches it: in this process, or through an agent over ssh. Calls on one transport come one at a time. What cannot be reached throws
/// <see cref="InstanceUnreachableException"/>; what the instance refuses throws its own <see cref="Specifications.SlipwayException"/>.
/// </summary>
public interface IInstanceTransport : IAsyncDisposable
{
    /// <summary>The instance.</summary>
    InstanceDefinition Instance { get; }

    /// <summary>Connects when that has not happened yet, or anew after the connection was lost.</summary>
    Task ConnectAsync(CancellationToken cancellation);

    /// <summary>Closes the connection while nothing is running, to take none from others in a long wait; the next call connects again.</summary>
    Task DisconnectAsync();

    /// <summary>What the instance knows of a group.</summary>
    Task<InstanceState> ReadStateAsync(string deploymentGroupName, CancellationToken cancellation);

    /// <summary>What a deployment would do now; touches nothing.</summary>
    Task<InstancePlan> PlanAsync(InstanceDeployment deployment, CancellationToken cancellation);

    /// <summary>What on the instance would make a deployment fail; touches nothing.</summary>
    Task<IReadOnlyList<PreflightFinding>> PreflightAsync(InstanceDeployment deployment, CancellationToken cancellation);

    /// <summary>Brings the revision to the instance, locks it and begins, see <see cref="Instance.Begin"/>.</summary>
    Task<IInstanceSession> BeginAsync(InstanceDeployment deployment, IInstanceEvents events, CancellationToken cancellation);

    /// <summary>
    /// Goes on with a deployment that was begun and not ended, after <see cref="IInstanceSession.DetachAsync"/>, a lost connection or the death of the deploying process. Waits for an
    /// event that still runs on the instance. Null: the instance has no unfinished deployment of that id.
    /// </summary>
    Task<IInstanceSession?> RejoinAsync(InstanceDeployment deployment, IInstanceEvents events, CancellationToken cancellation);

    /// <summary>Finishes or undoes interrupted deployments, see <see cref="Instance.Recover"/>.</summary>
    Task<IReadOnlyList<Recovery>> RecoverAsync(string? deploymentGroupName, IInstanceEvents events, CancellationToken cancellation);

    /// <summary>The whole deployment has succeeded: what the instance committed under it becomes the last successful revision.</summary>
    Task ConfirmAsync(string deploymentGroupName, string deploymentId, CancellationToken cancellation);

    /// <summary>The lease files of a group on this instance.</summary>
    ILeaseStore Leases { get; }
}

/// <summary>A deployment in progress on one instance, see <see cref="InstanceSession"/>. Ends with exactly one of commit, undo and detach.</summary>
public interface IInstanceSession : IAsyncDisposable
{
    /// <summary>Events that had ended when the session was rejoined, in order; empty after a fresh begin.</summary>
    IReadOnlyList<EventResult> Ended { get; }

    /// <summary>The event that a death interrupted: it has begun, did not end and runs no longer, and is never run twice. The session can only be undone. Null else.</summary>
    string? Interrupted { get; }

    /// <summary>Runs one lifecycle event. A failing one is a result. Cancellation ends a running script, and the event fails.</summary>
    Task<EventResult> RunAsync(string lifecycleEvent, CancellationToken cancellation);

    /// <summary>Makes the new revision the current one, durably. It becomes the last successful one with <see cref="IInstanceTransport.ConfirmAsync"/>.</summary>
    Task CommitAsync();

    /// <summary>Puts the tree back as it was.</summary>
    Task UndoAsync();

    /// <summary>Leaves it as it is, unlocked and unfinished, to be rejoined.</summary>
    Task DetachAsync();
}

/// <summary>An instance cannot be reached, or no longer. What runs on it goes on.</summary>
public sealed class InstanceUnreachableException(Specifications.SlipwayError error, Exception? inner = null) : Specifications.SlipwayException(error, inner);

/// <summary>Makes the transports of instances. Floor 6 composes one; tests make their own.</summary>
public interface IInstanceTransports
{
    /// <summary>The transport to an instance; nothing is connected yet.</summary>
    IInstanceTransport To(InstanceDefinition instance);
}
