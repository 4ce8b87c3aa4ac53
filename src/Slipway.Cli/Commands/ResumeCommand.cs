using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Specifications;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway resume</c></summary>
internal static class ResumeCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var id = new Argument<string?>("ID") { Description = "The interrupted deployment (default: all).", Arity = ArgumentArity.ZeroOrOne };
        var (root, state, lockWait, format) = (Options.Root(), Options.State(), Options.LockWait(), Options.Format());
        var group = Options.Text("--group", "NAME", "A group of deploy.yml, whose instances are asked even when this machine has no records of it (the one that deployed is gone).");
        var deployFile = Options.Text("--deploy-file", "FILE", "The deploy.yml with that group (default: deploy.yml in the working folder).");
        var command = new Command("resume", """
            Brings interrupted deployments to an end after a crash: the new revision where its last step was taken, else exactly the old tree.
            Ends with 0 when the new revision stands (or nothing was interrupted), with 1 when the old one was restored.

            Example:
              slipway resume --state /tmp/state
            """)
        {
            id, group, deployFile, root, state, lockWait, format,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var json = parsed.GetValue(format) == "json";
            var request = new ResumeRequest
            {
                StateFolder = Target.StateOfHistory(parsed.GetValue(state), surroundings),
                DeploymentId = parsed.GetValue(id),
                Root = parsed.GetValue(root) is { } given ? surroundings.ExistingPath(given, "The sandbox root") : null,
                LockWait = TimeSpan.FromSeconds(parsed.GetValue(lockWait)),
                Group = parsed.GetValue(group) is { } name
                    ? Target.Resolve(name, parsed.GetValue(deployFile), null, parsed.GetValue(state), surroundings).Group : null,
            };
            var open = OpenDeployer.ForRecords(parsed.GetValue(state), request.LockWait, surroundings);
            await using var opened = open.ConfigureAwait(false);
            using var live = json ? null : new TextProgress(surroundings.Output, surroundings.Time, surroundings.IsLive);
            var resumed = await open.Deployer
                .ResumeAsync(request, (IDeploymentProgress?)live ?? new SilentProgress(surroundings.Error), cancellation).ConfigureAwait(false);
            live?.Dispose();
            Print(resumed, json, request, surroundings);
            foreach (var undone in resumed.Where(r => !r.Completed))
                surroundings.Error.WriteLine(
                    undone.Result?.Error ?? new SlipwayError("SLW0407",
                    $"Deployment {undone.DeploymentId} in group {undone.DeploymentGroupName} was interrupted; the tree from before it was restored. Deploy again."));
            if (resumed.Count > 0) return resumed.All(r => r.Completed) ? ExitCode.Done : ExitCode.Failed;

            // Nothing was interrupted: for a deployment by name, what became of it.
            if (request.DeploymentId is null) return ExitCode.Done;
            var entry = new DeploymentHistory(StateFolder.At(request.StateFolder), surroundings.Time).Find(request.DeploymentId);
            if (entry.Status == DeploymentStatus.Succeeded) return ExitCode.Done;
            surroundings.Error.WriteLine(entry.Outcome?.Error ?? new SlipwayError("SLW0407", $"Deployment {request.DeploymentId} did not succeed."));
            return ExitCode.Failed;
        });
        return command;
    }

    private static void Print(IReadOnlyList<ResumedDeployment> resumed, bool json, ResumeRequest request, Surroundings surroundings)
    {
        if (!json)
        {
            if (resumed.Count == 0) surroundings.Output.WriteLine("Nothing was interrupted.");
            foreach (var r in resumed.Where(r => r.Completed))
                surroundings.Output.WriteLine($"Deployment {r.DeploymentId} in group {r.DeploymentGroupName} was completed; its revision stands.");
            return;
        }

        var history = new DeploymentHistory(StateFolder.At(request.StateFolder), surroundings.Time);
        Json.Write(surroundings.Output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("deployments");
            foreach (var r in resumed)
            {
                writer.WriteStartObject();
                writer.WriteString("deploymentId", r.DeploymentId);
                writer.WriteString("deploymentGroupName", r.DeploymentGroupName);
                writer.WriteBoolean("completed", r.Completed);
                if (r.Rollback is not null)
                {
                    writer.WritePropertyName("rollback");
                    writer.Result(r.Rollback, history.ScriptLines);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
