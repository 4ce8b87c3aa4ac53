using System.CommandLine;
using Slipway.Cli.Stores;
using Slipway.Deployments;
using Slipway.Deployments.History;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway rollback</c></summary>
internal static class RollbackCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var id = new Argument<string?>("ID")
        {
            Description = "The deployment to roll back; its group is meant (instead of --group).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var to = Options.Text("--to", "ID", "The deployment whose revision is deployed again (default: the last successful one before).");
        var (group, root, state, lockWait) = (Options.Group(), Options.Root(), Options.State(), Options.LockWait());
        var deployFile = Options.Text(
            "--deploy-file", "FILE", "The deploy.yml whose allowedSigners count today (default: deploy.yml in the working folder, if it has the group).");
        var (description, format) = (Options.Description(), Options.Format());
        var command = new Command("rollback", """
            Deploys the last successful revision of a group again, as a new deployment: after a failed or stopped deployment the last one that
            succeeded, after a successful one the one before it.

            Example:
              slipway rollback --group production
            """)
        {
            id, to, group, deployFile, root, state, lockWait, description, format,
        };
        var storeOptions = new StoreOptions();
        storeOptions.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var store = storeOptions.Given(parsed, surroundings).OpenIfAny();
            var stateFolder = Target.StateOfHistory(parsed.GetValue(state), surroundings);
            var sandbox = parsed.GetValue(root) is { } given ? surroundings.ExistingPath(given, "The sandbox root") : null;
            var open = OpenDeployer.ForRecords(parsed.GetValue(state), TimeSpan.FromSeconds(parsed.GetValue(lockWait)), surroundings);
            await using var opened = open.ConfigureAwait(false);
            return await DeploymentReport.RunAsync(parsed.GetValue(format) == "json", stateFolder, surroundings, progress =>
            {
                var name = parsed.GetValue(id) is { } deployment
                    ? new DeploymentHistory(StateFolder.At(stateFolder), surroundings.Time).Find(deployment).Record.Group.Name
                    : parsed.GetValue(group) ?? LocalGroup.Name;
                var request = new RollbackRequest
                {
                    DeploymentGroupName = name,
                    StateFolder = stateFolder,
                    Revisions = store,
                    DeploymentId = parsed.GetValue(to),
                    Root = sandbox,
                    Group = sandbox is null ? Target.GroupOfToday(name, parsed.GetValue(deployFile), surroundings) : null,
                    AllowedSigners = Target.SignersOfToday(name, parsed.GetValue(deployFile), surroundings),
                    LockWait = TimeSpan.FromSeconds(parsed.GetValue(lockWait)),
                    Description = parsed.GetValue(description),
                };
                return open.Deployer.RollbackAsync(request, progress, cancellation);
            }).ConfigureAwait(false);
        });
        return command;
    }
}
