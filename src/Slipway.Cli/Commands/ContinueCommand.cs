using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Deployments;
using Slipway.Deployments.History;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway continue</c></summary>
internal static class ContinueCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var id = new Argument<string?>("ID") { Description = "The deployment (default: the one that runs).", Arity = ArgumentArity.ZeroOrOne };
        var group = Options.Text("--group", "NAME", "The one that runs in this deployment group.");
        var termination = new Option<bool>("--termination") { Description = "End the time in which the original environment stays warm (TERMINATION_WAIT); else traffic moves (READY_WAIT)." };
        var (state, format) = (Options.State(), Options.Format());
        var command = new Command("continue", """
            Ends a wait of a blue/green deployment: moves the traffic to the replacement environment, or gives up the original one.

            Example:
              slipway continue d-4QX1B7Z9K
            """)
        {
            id, group, termination, state, format,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = Target.StateOfHistory(parsed.GetValue(state), surroundings);
            var history = new DeploymentHistory(StateFolder.At(folder), surroundings.Time);
            var deployment = RunningDeployment.Find(parsed.GetValue(id), parsed.GetValue(group), history, "continue");
            var open = OpenDeployer.ForRecords(parsed.GetValue(state), TimeSpan.Zero, surroundings);
            await using (open.ConfigureAwait(false))
            {
                var wait = parsed.GetValue(termination) ? WaitKind.Termination : WaitKind.Ready;
                await open.Deployer.ContinueAsync(new() { StateFolder = folder, DeploymentId = deployment, Wait = wait }, cancellation).ConfigureAwait(false);
            }

            AskedReport.Print(deployment, "continue", parsed.GetValue(format) == "json", surroundings.Output);
            return ExitCode.Done;
        });
        return command;
    }
}
