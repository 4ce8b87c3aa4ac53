using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Deployments;
using Slipway.Deployments.History;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway logs</c></summary>
internal static class LogsCommand
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(200);

    public static Command Create(Surroundings surroundings)
    {
        var id = new Argument<string>("ID") { Description = "The deployment, d-XXXXXXXXX." };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the deployment ends." };
        var (state, format) = (Options.State(), Options.Format());
        var command = new Command("logs", """
            Prints what the scripts of a deployment wrote.

            Example:
              slipway logs d-4QX1B7Z9K --follow
            """)
        {
            id, follow, state, format,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var history = new DeploymentHistory(StateFolder.At(Target.StateOfHistory(parsed.GetValue(state), surroundings)), surroundings.Time);
            var deploymentId = parsed.GetRequiredValue(id);
            var entry = history.Find(deploymentId);
            if (parsed.GetValue(format) == "json")
            {
                await WaitForEndAsync(parsed.GetValue(follow), history, entry, surroundings, cancellation).ConfigureAwait(false);
                PrintJson(deploymentId, history, surroundings);
                return ExitCode.Done;
            }

            await PrintTextAsync(parsed.GetValue(follow), history, entry, surroundings, cancellation).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task PrintTextAsync(bool follow, DeploymentHistory history, HistoryEntry entry, Surroundings surroundings,
        CancellationToken cancellation)
    {
        var id = entry.Record.DeploymentId;
        using var tail = history.OpenScriptLog(id);
        while (true)
        {
            // Asked before the last look, so that no line written in between is missed.
            var isOver = !follow || !history.Find(id).IsRunning;
            for (string? line; (line = tail.Next(includeUnfinished: isOver)) is not null;) surroundings.Output.WriteLine(line);
            surroundings.Output.Flush();
            if (isOver) return;
            await Task.Delay(PollPeriod, surroundings.Time, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task WaitForEndAsync(bool follow, DeploymentHistory history, HistoryEntry entry, Surroundings surroundings,
        CancellationToken cancellation)
    {
        while (follow && history.Find(entry.Record.DeploymentId).IsRunning) await Task.Delay(PollPeriod, surroundings.Time, cancellation).ConfigureAwait(false);
    }

    private static void PrintJson(string id, DeploymentHistory history, Surroundings surroundings) => Json.Write(surroundings.Output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("deploymentId", id);
        writer.WriteStartArray("scriptLog");
        foreach (var line in history.ScriptLines(id)) writer.WriteStringValue(line);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
