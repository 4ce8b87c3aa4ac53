using System.Text;
using Slipway.Deployments;
using Slipway.Revisions;
using Slipway.Specifications;

namespace Slipway.Tasks;

/// <summary>A failed deployment as one error: what failed with the script's last lines, what stands now, and where to read the rest.</summary>
internal static class FailureReport
{
    // The tree could not be put back: the message names what differs.
    private const string NotRestored = "SLW0240";

    private const string AppSpec = "appspec.yml";

    /// <summary>The error to log.</summary>
    /// <param name="result">A deployment that failed or was stopped.</param>
    /// <param name="group">The group's name.</param>
    public static SlipwayError Of(DeploymentResult result, string group)
    {
        var cause = result.Error ?? new SlipwayError("SLW0065", "The deployment failed without saying why.");
        var stopped = result.Status == DeploymentStatus.Stopped;
        var text = new StringBuilder($"Deployment {result.DeploymentId} to group {group} {(stopped ? "was stopped" : "failed")}: {cause.Message}");
        if (result.Instances.Any(instance => instance.Target is not null)) return cause with { Message = FleetText(result, text) };
        if (cause.Code != NotRestored) text.Append("\nThe files are as they were before.");
        if (result.Rollback is { } rollback)
        {
            text.Append(rollback.Status == DeploymentStatus.Succeeded
                ? $" The last successful revision was started again (deployment {rollback.DeploymentId})."
                : $" Starting the last successful revision again failed too (deployment {rollback.DeploymentId}): {rollback.Error?.Message}");
        }
        else if (stopped)
        {
            text.Append(" What the scripts had stopped was not started again: publish again.");
        }

        if (result.LogFile is { } log) text.Append("\nEverything the scripts wrote is in ").Append(log);
        return cause with { Message = text.ToString() };
    }

    // On a fleet each instance has an end of its own; the first failures say most.
    private static string FleetText(DeploymentResult result, StringBuilder text)
    {
        const int MostShown = 5;
        var failed = result.Instances.Where(instance => instance.Target == TargetStatus.Failed).ToList();
        foreach (var instance in failed.Take(MostShown)) text.Append($"\n{instance.Name} failed{(instance.Error is { } why ? $": {ProgressLines.Short(why)}" : ".")}");
        if (failed.Count > MostShown) text.Append($"\nand {failed.Count - MostShown} more.");
        var succeeded = result.Instances.Count(instance => instance.Target == TargetStatus.Succeeded);
        text.Append($"\n{succeeded} of {result.Instances.Count} instances have the new revision");
        text.Append(result.Rollback switch
        {
            null => $". -p:DeployRetry={result.DeploymentId} deploys to the others alone.",
            { Status: DeploymentStatus.Succeeded } rollback => $" no more: they were rolled back (deployment {rollback.DeploymentId}).",
            var rollback => $", and rolling them back failed too (deployment {rollback.DeploymentId}): {rollback.Error?.Message}",
        });
        text.Append($"\n`slipway show {result.DeploymentId} --html FILE` tells it all.");
        return text.ToString();
    }

    /// <summary>The same error, naming the file of the project that a file of the revision was packed from.</summary>
    /// <param name="error">Names a path in the revision, or the unpacked copy of its appspec.</param>
    /// <param name="packed">What the revision was packed from.</param>
    public static SlipwayError At(this SlipwayError error, IReadOnlyList<RevisionFile> packed)
    {
        if (error.File is not { } file) return error;
        var place = Path.IsPathRooted(file) && Path.GetFileName(file) == AppSpec ? AppSpec : file;
        return packed.FirstOrDefault(candidate => candidate.Path == place) is { } source ? error with { File = source.SourcePath } : error;
    }
}
