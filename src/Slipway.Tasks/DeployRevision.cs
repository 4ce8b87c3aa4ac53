using System.Diagnostics;
using Microsoft.Build.Framework;
using Slipway.Deployments;
using Slipway.Deployments.Transports;
using Slipway.Revisions;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Tasks;

/// <summary>Deploys a bundle to a deployment group, or prints what that would do.</summary>
[MSBuildMultiThreadableTask]
public sealed class DeployRevision : DeployingTask
{
    /// <summary>Full path of the bundle.</summary>
    [Required]
    public string Revision { get; set; } = "";

    /// <summary>The revision's identity; empty when it was not stored.</summary>
    public string RevisionIdentity { get; set; } = "";

    /// <summary>The list that <see cref="CheckAppSpec"/> wrote: errors name the project's files, not the revision's copies.</summary>
    [Required]
    public string RevisionListFile { get; set; } = "";

    /// <summary>Seconds to wait for another deployment of the group: two projects of one solution may share it.</summary>
    public int LockWait { get; set; } = 600;

    /// <summary>Print the plan and touch nothing.</summary>
    public bool DryRun { get; set; }

    /// <summary>Leave instances out that cannot be reached, with a warning in the log; else they count as failed.</summary>
    public bool SkipUnreachable { get; set; }

    /// <summary>Leave instances out that have the revision already.</summary>
    public bool UpdateOutdatedOnly { get; set; }

    /// <summary>A deployment of the group: only the instances that failed or were skipped in it; empty for all.</summary>
    public string RetryOf { get; set; } = "";

    /// <summary><c>DISALLOW</c>, <c>OVERWRITE</c> or <c>RETAIN</c>; empty leaves it to deploy.yml.</summary>
    public string FileExistsBehavior { get; set; } = "";

    /// <summary>Go on when ApplicationStop, BeforeBlockTraffic or AfterBlockTraffic fails.</summary>
    public bool IgnoreApplicationStopFailures { get; set; }

    /// <inheritdoc />
    protected override void Run(CancellationToken cancellation)
    {
        var destination = Destination;
        using var store = RevisionIdentity.Length == 0 ? null : OpenStore();
        var request = new DeploymentRequest
        {
            ApplicationName = destination.ApplicationName,
            Group = destination.Group,
            Revision = Revision,
            RevisionIdentity = RevisionIdentity.Length == 0 ? null : RevisionIdentity,
            Revisions = store,
            StateFolder = destination.StateFolder,
            LockWait = TimeSpan.FromSeconds(LockWait),
            InheritedEnvironment = HookEnvironment.WithoutBuildVariables(Environment.GetEnvironmentVariables()),
            Description = $"dotnet publish {ProjectFile}",
            SkipUnreachable = SkipUnreachable,
            UpdateOutdatedOnly = UpdateOutdatedOnly,
            RetryOf = RetryOf.Length == 0 ? null : RetryOf,
            FileExistsBehavior = Behavior(FileExistsBehavior) ?? destination.Group.Definition?.FileExistsBehavior,
            IgnoreApplicationStopFailures = IgnoreApplicationStopFailures || destination.Group.Definition?.IgnoreApplicationStopFailures == true,
        };
        if (request.Group.Definition is null && (SkipUnreachable || UpdateOutdatedOnly || request.RetryOf is not null)) throw new SlipwayException(BuildErrors.OnlyForFleets(request.Group.Name));
        RunAsync(request, destination, cancellation).GetAwaiter().GetResult();
    }

    private async Task RunAsync(DeploymentRequest request, Destination destination, CancellationToken cancellation)
    {
        var settings = new TransportSettings
        {
            State = Deployments.History.StateFolder.At(destination.MachineState),
            InheritedEnvironment = request.InheritedEnvironment,
            LockWait = request.LockWait,
            Agent = request.Agent,
        };
        var parts = new MachineParts(settings, request.Group.Definition?.StateLocation, notice => Log.LogMessage(MessageImportance.High, "{0}", notice));
        await using (parts.ConfigureAwait(false))
        {
            var deployer = new Deployer(TimeProvider.System, parts.Parts);
            if (DryRun)
            {
                if (request.Group.Definition is null) Print(await deployer.PlanAsync(request, cancellation).ConfigureAwait(false), request);
                else Print(await deployer.PlanFleetAsync(request, cancellation).ConfigureAwait(false), request.Group.Name);
                return;
            }

            if (destination.LocalGroupFolder is { } folder) LocalGroup.Prepare(folder);
            var clock = Stopwatch.StartNew();
            var result = await deployer.DeployAsync(request, new DeploymentLog(Log), cancellation).ConfigureAwait(false);
            Report(result, request, clock.Elapsed);
        }
    }

    private static FileExistsBehavior? Behavior(string text) => text.Length == 0 ? null
        : Enum.TryParse<FileExistsBehavior>(text, ignoreCase: true, out var behavior) && Enum.IsDefined(behavior) ? behavior : throw new SlipwayException(BuildErrors.UnknownBehavior(text));

    private void Report(DeploymentResult result, DeploymentRequest request, TimeSpan elapsed)
    {
        if (result.Status == DeploymentStatus.Succeeded)
        {
            Log.LogMessage(MessageImportance.High, "{0} -> group {1} at {2}: deployment {3} succeeded in {4} s.",
                request.ApplicationName, request.Group.Name, Place(request.Group), result.DeploymentId, DeploymentLog.Seconds(elapsed));
            return;
        }

        Log.Report(FailureReport.Of(result, request.Group.Name).At(Sources()), ProjectFile);
    }

    private IReadOnlyList<RevisionFile> Sources() => File.Exists(RevisionListFile) ? RevisionList.Read(RevisionListFile) : [];

    private static string Place(DeploymentGroup group) => group.Definition is { Instances: { Count: > 1 } instances } ? $"{instances.Count} instances"
        : group.Definition?.Instances is [{ Connection.IsLocal: false } remote] ? remote.Connection.ToString()
        : group.Root.Length > 0 ? group.Root : "this machine";

    private void Print(FleetPlan plan, string group)
    {
        foreach (var line in FleetPlanLines.Of(plan, group, PlanReport.Lines)) Log.LogMessage(MessageImportance.High, "{0}", line);
        var sources = Sources();
        foreach (var (instance, error) in FleetPlanLines.Failures(plan))
        {
            var placed = error.At(sources);
            Log.Report(instance is null ? placed : placed with { Message = $"{instance}: {placed.Message}" }, ProjectFile);
        }

        foreach (var conflict in plan.Instances.SelectMany(instance => instance.Plan?.Conflicts ?? []).Where(conflict => conflict.IsPrediction).Select(conflict => conflict.Error).Distinct())
            Log.Warn(conflict.At(sources) with { Message = conflict.Message + " A hook that runs before Install may still clear this." }, ProjectFile);
    }

    private void Print(Instances.InstancePlan plan, DeploymentRequest request)
    {
        Log.LogMessage(MessageImportance.High, "{0} -> group {1} at {2}: dry run, nothing is touched.", request.ApplicationName, request.Group.Name, Place(request.Group));
        foreach (var line in PlanReport.Lines(plan)) Log.LogMessage(MessageImportance.High, "{0}", line);
        var sources = Sources();
        foreach (var conflict in plan.Conflicts)
        {
            var error = conflict.Error.At(sources);
            if (conflict.IsPrediction) Log.Warn(error with { Message = error.Message + " A hook that runs before Install may still clear this." }, ProjectFile);
            else Log.Report(error, ProjectFile);
        }
    }
}
