using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Cli.Stores;
using Slipway.Deployments;
using Slipway.Instances;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway plan</c></summary>
internal static class PlanCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var revision = new Argument<string?>("REVISION") { Description = RevisionReference.Description, Arity = ArgumentArity.ZeroOrOne };
        var fleet = new FleetOptions();
        var (group, deployFile, root, state) = (Options.Group(), Options.DeployFile(), Options.Root(), Options.State());
        var (fileExists, events, agent, format) = (Options.FileExists(), Options.Events(), Options.Agent(), Options.Format());
        var command = new Command("plan", """
            Prints what a deployment would do now: instances and batches, every change, every script, every conflict, and what a look at the real instances finds.
            Touches nothing.
            Ends with 1 when the deployment would fail.

            Example:
              slipway plan bin/orders.zip --group production
              slipway plan bin/orders.zip --root /tmp/sandbox --state /tmp/state
            """)
        {
            revision, group, deployFile, root, state, fileExists, events, agent, format,
        };
        var (storeOptions, application) = (new StoreOptions(), Options.Application());
        storeOptions.AddTo(command);
        command.Add(application);
        fleet.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var named = fleet.RevisionOf(parsed, revision);
            using var reference = named is null ? null : await RevisionReference.OpenAsync(
                named, storeOptions.Given(parsed, surroundings), parsed.GetValue(application), surroundings, cancellation).ConfigureAwait(false);
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
                StateFolder = target.StateFolder,
                FileExistsBehavior = Options.FileExistsOf(parsed.GetValue(fileExists)),
                Events = Target.Events(parsed.GetValue(events)),
                Agent = Options.AgentOf(parsed.GetRequiredValue(agent)),
            }, parsed);
            var open = OpenDeployer.For(target, request.Agent, TimeSpan.Zero, surroundings);
            await using var opened = open.ConfigureAwait(false);
            if (target.Group.Definition is not null)
                return FleetPlanReport.Print(await open.Deployer.PlanFleetAsync(request, cancellation).ConfigureAwait(false), target.Group.Name, parsed.GetValue(format) == "json", surroundings);
            var plan = await open.Deployer.PlanAsync(request, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(format) == "json") PlanJson.Print(plan, surroundings.Output);
            else PlanText.Print(plan, target.Group.Name, surroundings.Output);
            foreach (var conflict in plan.Conflicts.Where(c => !c.IsPrediction)) surroundings.Error.WriteLine(conflict.Error);
            return plan.Conflicts.Any(c => !c.IsPrediction) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }
}
