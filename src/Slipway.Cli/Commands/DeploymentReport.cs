using Slipway.Cli.Output;
using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Specifications;

namespace Slipway.Cli.Commands;

/// <summary>Runs something that deploys, with progress, and prints how it ended.</summary>
internal static class DeploymentReport
{
    /// <summary>Runs and prints. A failed deployment is exit code 1, and so is one that could not begin.</summary>
    public static async Task<int> RunAsync(bool json, string stateFolder, Surroundings surroundings, Func<IDeploymentProgress, Task<DeploymentResult>> deploy)
    {
        try
        {
            using var live = json ? null : new TextProgress(surroundings.Output, surroundings.Time, surroundings.IsLive);
            var result = await deploy((IDeploymentProgress?)live ?? new SilentProgress(surroundings.Error)).ConfigureAwait(false);
            live?.Dispose();
            Print(result, json, stateFolder, surroundings);
            return result.Status == DeploymentStatus.Succeeded ? ExitCode.Done : ExitCode.Failed;
        }
        catch (SlipwayException e) when (json)
        {
            Json.Write(surroundings.Output, writer =>
            {
                writer.WriteStartObject();
                writer.ResultMembers(null, DeploymentStatus.Failed, e.Error, [], []);
                writer.WriteEndObject();
            });
            surroundings.Error.WriteLine(e.Error);
            return ExitCode.Failed;
        }
    }

    private static void Print(DeploymentResult result, bool json, string stateFolder, Surroundings surroundings)
    {
        if (json) Json.Write(surroundings.Output, writer =>
            writer.Result(result, new DeploymentHistory(StateFolder.At(stateFolder), surroundings.Time).ScriptLines));
        if (result.Error is null) return;
        surroundings.Error.WriteLine(result.Error);
        if (!json && result.LogFile is not null) surroundings.Error.WriteLine($"Script log: {result.LogFile}");
        if (result.Rollback is not { } rollback) return;
        var what = result.Instances.Any(instance => instance.Target is not null) ? "The deployment was rolled back" : "The revision from before was started again";
        surroundings.Error.WriteLine(rollback.Error is null ? $"{what} (deployment {rollback.DeploymentId})."
            : $"{(what.StartsWith("The d", StringComparison.Ordinal) ? "Rolling the deployment back" : "Starting the revision from before")} failed too (deployment {rollback.DeploymentId}): {rollback.Error}");
    }
}
