using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Deployments.History;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway stop</c></summary>
internal static class StopCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var id = new Argument<string?>("ID") { Description = "The deployment (default: the one that runs).", Arity = ArgumentArity.ZeroOrOne };
        var group = Options.Text("--group", "NAME", "The one that runs in this deployment group.");
        var rollback = new Option<bool>("--rollback") { Description = "Roll back afterwards, whatever the group's autoRollbackConfiguration says." };
        var noRollback = new Option<bool>("--no-rollback") { Description = "Do not roll back afterwards, whatever the group's autoRollbackConfiguration says." };
        var (state, format) = (Options.State(), Options.Format());
        var command = new Command("stop", """
            Asks a deployment that runs to stop, also one that was started elsewhere: no further instance begins, and what is half done is put back.

            Example:
              slipway stop d-4QX1B7Z9K --no-rollback
            """)
        {
            id, group, rollback, noRollback, state, format,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(rollback) && result.GetValue(noRollback)) result.AddError("--rollback and --no-rollback exclude each other. Write one of them.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = Target.StateOfHistory(parsed.GetValue(state), surroundings);
            var history = new DeploymentHistory(StateFolder.At(folder), surroundings.Time);
            var deployment = RunningDeployment.Find(parsed.GetValue(id), parsed.GetValue(group), history, "stop");
            var open = OpenDeployer.ForRecords(parsed.GetValue(state), TimeSpan.Zero, surroundings);
            await using (open.ConfigureAwait(false))
            {
                bool? rollsBack = parsed.GetValue(rollback) ? true : parsed.GetValue(noRollback) ? false : null;
                await open.Deployer.StopAsync(new() { StateFolder = folder, DeploymentId = deployment, RollsBack = rollsBack }, cancellation).ConfigureAwait(false);
            }

            AskedReport.Print(deployment, "stop", parsed.GetValue(format) == "json", surroundings.Output);
            return ExitCode.Done;
        });
        return command;
    }
}
