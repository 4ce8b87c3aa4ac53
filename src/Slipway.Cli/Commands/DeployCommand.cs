using System.CommandLine;
using Slipway.Cli.Checking;
using Slipway.Cli.Stores;
using Slipway.Deployments;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway deploy</c></summary>
internal static class DeployCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var revision = new Argument<string?>("REVISION") { Description = RevisionReference.Description, Arity = ArgumentArity.ZeroOrOne };
        var fleet = new FleetOptions();
        var (group, deployFile, root, state, application) = (Options.Group(), Options.DeployFile(), Options.Root(), Options.State(), Options.Application());
        var (fileExists, events, agent, lockWait) = (Options.FileExists(), Options.Events(), Options.Agent(), Options.LockWait());
        var (ignoreStop, description, format) = (Options.IgnoreApplicationStopFailures(), Options.Description(), Options.Format());
        var command = new Command("deploy", """
            Deploys a revision to a group: to the instances of deploy.yml, or with --root to a sandbox on this machine.

            Example:
              slipway deploy bin/orders.zip --group production
              slipway deploy --group production --retry d-4QX1B7Z9K
              slipway deploy bin/orders.zip --root /tmp/sandbox --state /tmp/state
            """)
        {
            revision, group, deployFile, root, state, application, fileExists, events, agent, lockWait, ignoreStop, description, format,
        };
        var storeOptions = new StoreOptions();
        storeOptions.AddTo(command);
        fleet.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var json = parsed.GetValue(format) == "json";
            var choice = storeOptions.Given(parsed, surroundings);
            var named = fleet.RevisionOf(parsed, revision);
            using var reference = named is null ? null : await RevisionReference.OpenAsync(named, choice, parsed.GetValue(application), surroundings, cancellation).ConfigureAwait(false);
            using var store = reference is null ? choice.OpenIfAny() : reference.OpenStore(choice);
            var path = reference?.Path ?? "";
            var earlier = fleet.Earlier(parsed, parsed.GetValue(state), surroundings);
            var target = Target.Resolve(
                parsed.GetValue(group) ?? earlier?.Group.Name, parsed.GetValue(deployFile), parsed.GetValue(root), parsed.GetValue(state), surroundings);
            var request = fleet.ApplyTo(new()
            {
                ApplicationName = target.NameApplication(parsed.GetValue(application) ?? reference?.ApplicationName ?? earlier?.ApplicationName, path),
                Group = target.Group,
                Revision = path,
                RevisionIdentity = reference?.Identity,
                Revisions = store,
                StateFolder = target.StateFolder,
                FileExistsBehavior = Options.FileExistsOf(parsed.GetValue(fileExists)),
                Events = Target.Events(parsed.GetValue(events)),
                Agent = Options.AgentOf(parsed.GetRequiredValue(agent)),
                LockWait = TimeSpan.FromSeconds(parsed.GetValue(lockWait)),
                Description = parsed.GetValue(description),
                IgnoreApplicationStopFailures = parsed.GetValue(ignoreStop),
            }, parsed);
            target.Prepare();
            if (path.Length > 0) RevisionFindings.Print(path, surroundings.Error);
            var open = OpenDeployer.For(target, request.Agent, request.LockWait, surroundings);
            await using (open.ConfigureAwait(false))
                return await DeploymentReport.RunAsync(json, target.StateFolder, surroundings, progress => open.Deployer.DeployAsync(request, progress, cancellation)).ConfigureAwait(false);
        });
        return command;
    }
}
