using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway unlock</c></summary>
internal static class UnlockCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var (group, deployFile, root, state, format) = (Options.Group(), Options.DeployFile(), Options.Root(), Options.State(), Options.Format());
        var reason = Options.Text("--reason", "TEXT", "Why; it is kept with the lease.");
        reason.Required = true;
        var command = new Command("unlock", """
            Takes a group's lease away from whoever holds it, for when its owner can no longer be asked. A lease frees itself a minute after its owner died,
            so this is seldom needed; a live owner notices, ends its deployment and puts back what is half done.

            Example:
              slipway unlock --group production --reason "build-7 lost its disk"
            """)
        {
            group, reason, deployFile, root, state, format,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var text = parsed.GetRequiredValue(reason)!;
            if (text.Trim().Length == 0) throw new UsageException(new("SLW0001", "--reason is empty. Write why: whoever deployed will want to know."));
            var target = Target.Resolve(parsed.GetValue(group), parsed.GetValue(deployFile), parsed.GetValue(root), parsed.GetValue(state), surroundings);
            var open = OpenDeployer.For(target, AgentVersion.Agent18, TimeSpan.Zero, surroundings);
            await using (open.ConfigureAwait(false))
            {
                var holder = await open.Deployer.UnlockAsync(new() { StateFolder = target.StateFolder, Group = target.Group, Reason = text }, cancellation).ConfigureAwait(false);
                if (parsed.GetValue(format) == "json") LeaseReport.PrintJson(target.Group.Name, holder, surroundings.Output);
                else surroundings.Output.WriteLine(holder is null ? $"Nobody held the lease of group {target.Group.Name}." : $"Taken away: {LeaseReport.Line(target.Group.Name, holder, surroundings.Time.GetUtcNow())}");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
