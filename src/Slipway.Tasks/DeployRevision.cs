using System.Diagnostics;
using Microsoft.Build.Framework;
using Slipway.Deployments;
using Slipway.Revisions;

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
        };
        var deployer = new Deployer(TimeProvider.System);
        if (DryRun)
        {
            Print(deployer.PlanAsync(request, cancellation).GetAwaiter().GetResult(), request);
            return;
        }

        if (destination.LocalGroupFolder is { } folder) LocalGroup.Prepare(folder);
        var clock = Stopwatch.StartNew();
        var result = deployer.DeployAsync(request, new DeploymentLog(Log), cancellation).GetAwaiter().GetResult();
        Report(result, request, clock.Elapsed);
    }

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

    private static string Place(DeploymentGroup group) => group.Root.Length > 0 ? group.Root : "this machine";

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
