using Slipway.Deployments.History;
using Slipway.Deployments.Watching;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Execution;

/// <summary>Tells the group's triggers of CodeDeploy's ten events. Never holds a deployment up and never makes it fail.</summary>
internal sealed class TriggerPost(ITriggerSender? sender, IReadOnlyList<TriggerDefinition> triggers, DeploymentRecord record, TimeProvider time, CancellationToken ending)
{
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(15);
    private readonly Lock gate = new();
    private readonly List<Task<string?>> sending = [];

    /// <summary>The deployment stands elsewhere.</summary>
    public void OnDeployment(TriggerEvent happened, DeploymentStatus status, SlipwayError? error = null) =>
        Send(happened, n => n with { Status = status.ToString(), Error = error });

    /// <summary>An instance stands elsewhere.</summary>
    public void OnInstance(InstanceStatusChanged changed)
    {
        TriggerEvent? happened = changed.Status switch
        {
            TargetStatus.InProgress => TriggerEvent.InstanceStart,
            TargetStatus.Succeeded => TriggerEvent.InstanceSuccess,
            TargetStatus.Failed => TriggerEvent.InstanceFailure,
            TargetStatus.Ready => TriggerEvent.InstanceReady,
            _ => null,
        };
        if (happened is { } known) Send(known, n => n with { InstanceName = changed.InstanceName, Status = changed.Status.ToString(), Error = changed.Error });
    }

    /// <summary>Waits until all was told, but not for long.</summary>
    /// <returns>What could not be told.</returns>
    public async Task<IReadOnlyList<string>> FlushAsync()
    {
        Task<string?>[] all;
        lock (gate) all = [.. sending];
        if (all.Length == 0) return [];
        using var timeout = new CancellationTokenSource();
        await Task.WhenAny(Task.WhenAll(all), Task.Delay(LongestFlush, time, timeout.Token)).ConfigureAwait(false);
        timeout.Cancel();
        var late = all.Count(t => !t.IsCompleted);
        var failures = all.Where(t => t.IsCompletedSuccessfully).Select(t => t.GetAwaiter().GetResult()).OfType<string>().Distinct().ToList();
        if (late > 0) failures.Add($"{late} notifications to triggers were not answered in time.");
        return failures;
    }

    private void Send(TriggerEvent happened, Func<TriggerNotification, TriggerNotification> with)
    {
        if (sender is null) return;
        foreach (var trigger in triggers.Where(t => t.Events.Contains(happened)))
        {
            var notification = with(new(happened, record.ApplicationName, record.Group.Name, record.DeploymentId, time.GetUtcNow())
            {
                RevisionIdentity = record.RevisionIdentity,
                RollbackTriggeringDeploymentId = record.RollbackTriggeringDeploymentId,
            });
            var sent = SendAsync(trigger, notification);
            lock (gate) sending.Add(sent);
        }
    }

    private async Task<string?> SendAsync(TriggerDefinition trigger, TriggerNotification notification)
    {
        try
        {
            return await sender!.SendAsync(trigger, notification, ending).ConfigureAwait(false) is { } problem
                ? $"Trigger {trigger.Name} was not told of {notification.Event}: {problem}" : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"Trigger {trigger.Name} was not told of {notification.Event}: {e.Message}";
        }
    }
}
