using System.CommandLine;
using Slipway.Cli.Checking;
using Slipway.Deployments;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway deploy</c></summary>
internal static class DeployCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var revision = new Argument<string>("REVISION") { Description = "The revision: a folder with appspec.yml, or a bundle (zip, tar, tgz)." };
        var (group, deployFile, root, state, application) = (Options.Group(), Options.DeployFile(), Options.Root(), Options.State(), Options.Application());
        var (fileExists, events, agent, lockWait) = (Options.FileExists(), Options.Events(), Options.Agent(), Options.LockWait());
        var (ignoreStop, description, format) = (Options.IgnoreApplicationStopFailures(), Options.Description(), Options.Format());
        var command = new Command("deploy", """
            Deploys a revision to a group: to the instances of deploy.yml, or with --root to a sandbox on this machine.

            Example:
              slipway deploy bin/orders.zip --root /tmp/sandbox --state /tmp/state
            """)
        {
            revision, group, deployFile, root, state, application, fileExists, events, agent, lockWait, ignoreStop, description, format,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var json = parsed.GetValue(format) == "json";
            var path = surroundings.ExistingPath(parsed.GetRequiredValue(revision), "The revision");
            var target = Target.Resolve(parsed.GetValue(group), parsed.GetValue(deployFile), parsed.GetValue(root), parsed.GetValue(state), surroundings);
            var request = new DeploymentRequest
            {
                ApplicationName = target.NameApplication(parsed.GetValue(application), path),
                Group = target.Group,
                Revision = path,
                StateFolder = target.StateFolder,
                FileExistsBehavior = Options.FileExistsOf(parsed.GetValue(fileExists)),
                Events = Target.Events(parsed.GetValue(events)),
                Agent = Options.AgentOf(parsed.GetRequiredValue(agent)),
                LockWait = TimeSpan.FromSeconds(parsed.GetValue(lockWait)),
                Description = parsed.GetValue(description),
                IgnoreApplicationStopFailures = parsed.GetValue(ignoreStop),
            };
            target.Prepare();
            RevisionFindings.Print(path, surroundings.Error);
            return DeploymentReport.RunAsync(json, target.StateFolder, surroundings, progress =>
                new Deployer(surroundings.Time).DeployAsync(request, progress, cancellation));
        });
        return command;
    }
}
