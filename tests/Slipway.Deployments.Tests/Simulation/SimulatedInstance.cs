using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Tests.Simulation;

/// <summary>An instance of the simulated world. It outlives the deploying process, as a real one does.</summary>
internal sealed class SimulatedInstance(string name, string? zone, SimulatedWorld world)
{
    public InstanceDefinition Definition { get; } = new() { InstanceName = name, Connection = InstanceConnection.Local, AvailabilityZone = zone };

    public string Name => name;

    public bool IsReachable { get; set; } = true;

    /// <summary>Whether its application answers health checks.</summary>
    public bool IsRunning { get; set; } = true;

    /// <summary>Whether the load balancer gives it requests, if it answers.</summary>
    public bool IsRegistered { get; set; } = true;

    /// <summary>Whether a deployment has put it in: taking it out again is no loss.</summary>
    public bool WasRegistered { get; set; }

    public bool IsInService => IsRegistered && IsRunning;

    public string? Current { get; set; } = "d-OLD000000";

    public string? LastSuccessful { get; set; } = "d-OLD000000";

    public string? Unfinished { get; private set; }

    public int Begins { get; private set; }

    /// <summary>Events that ran, whoever asked, in order.</summary>
    public List<(string Deployment, string Event)> Ran { get; } = [];

    private List<EventResult> ended = [];
    private string? running;
    private string? interrupted;
    private bool isRestart;
    private bool wasRunning;
    private readonly List<TaskCompletionSource> waiting = [];

    public InstanceState ReadState(string group) => new(group, Current, LastSuccessful, 0, Unfinished);

    public void Begin(InstanceDeployment deployment)
    {
        if (Unfinished is not null) Undo();
        Begins++;
        (Unfinished, ended, interrupted, isRestart, wasRunning) = (deployment.DeploymentId, [], null, deployment.RestartOnly, IsRunning);
    }

    public (IReadOnlyList<EventResult> Ended, string? Interrupted) Session => ([.. ended], interrupted);

    /// <summary>The deploying process has died. What runs goes on, or its agent dies with it.</summary>
    public void LoseOwner(bool agentDies)
    {
        if (running is null || !agentDies) return;
        interrupted = running;
        running = null;
        Wake();
    }

    public async Task WaitForRunningAsync()
    {
        while (running is not null)
        {
            var source = new TaskCompletionSource();
            waiting.Add(source);
            await source.Task;
        }
    }

    public async Task<EventResult> RunAsync(string lifecycleEvent, TimeSpan takes, bool fails, CancellationToken cancellation)
    {
        var deployment = Unfinished!;
        Ran.Add((deployment, lifecycleEvent));
        var startedAt = world.Time.GetUtcNow();
        running = lifecycleEvent;
        await Task.WhenAny(Task.Delay(takes, world.Time, cancellation));
        if (interrupted is not null || Unfinished != deployment) await SimulatedWorld.Never;
        running = null;
        if (lifecycleEvent == LifecycleEvents.ApplicationStop) IsRunning = false;
        if (lifecycleEvent == LifecycleEvents.ApplicationStart && !fails) IsRunning = true;
        var isCancelled = cancellation.IsCancellationRequested;
        var result = new EventResult(lifecycleEvent, fails || isCancelled ? EventStatus.Failed : EventStatus.Succeeded, startedAt, world.Time.GetUtcNow(),
            [new("x.sh", fails ? 1 : 0, null, fails ? "ScriptFailed" : "Success")], fails || isCancelled ? new("SLW0300", $"{lifecycleEvent} failed.") : null);
        ended.Add(result);
        Wake();
        return result;
    }

    public void Commit()
    {
        if (!isRestart) Current = Unfinished;
        Unfinished = null;
    }

    public void Undo()
    {
        Unfinished = null;
        interrupted = null;
        running = null;
        if (ended.Count == 0) IsRunning = wasRunning;
    }

    public void Confirm(string deployment)
    {
        if (Current == deployment) LastSuccessful = deployment;
    }

    private void Wake()
    {
        foreach (var source in waiting.ToArray()) source.TrySetResult();
        waiting.Clear();
    }
}
