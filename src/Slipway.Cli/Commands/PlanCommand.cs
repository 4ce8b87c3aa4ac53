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
        var revision = new Argument<string>("REVISION") { Description = RevisionReference.Description };
        var (group, deployFile, root, state) = (Options.Group(), Options.DeployFile(), Options.Root(), Options.State());
        var (fileExists, events, agent, format) = (Options.FileExists(), Options.Events(), Options.Agent(), Options.Format());
        var command = new Command("plan", """
            Prints what a deployment would do now: every change, every script, every conflict. Touches nothing.
            Ends with 1 when the deployment would fail.

            Example:
              slipway plan bin/orders.zip --root /tmp/sandbox --state /tmp/state
            """)
        {
            revision, group, deployFile, root, state, fileExists, events, agent, format,
        };
        var (storeOptions, application) = (new StoreOptions(), Options.Application());
        storeOptions.AddTo(command);
        command.Add(application);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var reference = await RevisionReference.OpenAsync(
                parsed.GetRequiredValue(revision), storeOptions.Given(parsed, surroundings), parsed.GetValue(application), surroundings, cancellation).ConfigureAwait(false);
            var path = reference.Path;
            var target = Target.Resolve(parsed.GetValue(group), parsed.GetValue(deployFile), parsed.GetValue(root), parsed.GetValue(state), surroundings);
            var plan = await new Deployer(surroundings.Time).PlanAsync(new()
            {
                ApplicationName = target.NameApplication(parsed.GetValue(application) ?? reference.ApplicationName, path),
                Group = target.Group,
                Revision = path,
                StateFolder = target.StateFolder,
                FileExistsBehavior = Options.FileExistsOf(parsed.GetValue(fileExists)),
                Events = Target.Events(parsed.GetValue(events)),
                Agent = Options.AgentOf(parsed.GetRequiredValue(agent)),
            }, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(format) == "json") PlanJson.Print(plan, surroundings.Output);
            else PlanText.Print(plan, target.Group.Name, surroundings.Output);
            foreach (var conflict in plan.Conflicts.Where(c => !c.IsPrediction)) surroundings.Error.WriteLine(conflict.Error);
            return plan.Conflicts.Any(c => !c.IsPrediction) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }
}
