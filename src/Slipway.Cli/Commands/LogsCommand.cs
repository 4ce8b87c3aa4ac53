using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Cli.Output.Reports;
using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Specifications;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway logs</c></summary>
internal static class LogsCommand
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(200);

    public static Command Create(Surroundings surroundings)
    {
        var id = new Argument<string>("ID") { Description = "The deployment, d-XXXXXXXXX." };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the deployment ends." };
        var instance = Options.Text("--instance", "NAME", "Only this instance's.");
        var (state, format) = (Options.State(), Options.Format());
        var command = new Command("logs", """
            Prints what the scripts of a deployment wrote.

            Example:
              slipway logs d-4QX1B7Z9K --follow
              slipway logs d-4QX1B7Z9K --instance web-2
            """)
        {
            id, follow, instance, state, format,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var history = new DeploymentHistory(StateFolder.At(Target.StateOfHistory(parsed.GetValue(state), surroundings)), surroundings.Time);
            var deploymentId = parsed.GetRequiredValue(id);
            var entry = history.Find(deploymentId);
            var only = parsed.GetValue(instance) is { } name ? Lines.OfInstance(name, entry) : Lines.All;
            if (parsed.GetValue(format) == "json")
            {
                await WaitForEndAsync(parsed.GetValue(follow), history, entry, surroundings, cancellation).ConfigureAwait(false);
                PrintJson(deploymentId, only, history, surroundings);
                return ExitCode.Done;
            }

            await PrintTextAsync(parsed.GetValue(follow), only, history, entry, surroundings, cancellation).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task PrintTextAsync(bool follow, Lines only, DeploymentHistory history, HistoryEntry entry, Surroundings surroundings,
        CancellationToken cancellation)
    {
        var id = entry.Record.DeploymentId;
        using var tail = history.OpenScriptLog(id);
        while (true)
        {
            // Asked before the last look, so that no line written in between is missed.
            var isOver = !follow || !history.Find(id).IsRunning;
            for (string? line; (line = tail.Next(includeUnfinished: isOver)) is not null;)
            {
                if (only.Of(line) is { } shown) surroundings.Output.WriteLine(shown);
            }

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

    private static void PrintJson(string id, Lines only, DeploymentHistory history, Surroundings surroundings) => Json.Write(surroundings.Output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("deploymentId", id);
        writer.WriteStartArray("scriptLog");
        foreach (var line in history.ScriptLines(id).Select(only.Of).OfType<string>()) writer.WriteStringValue(line);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>Which lines are wanted, and how they are shown.</summary>
    private sealed record Lines(Func<string, string?> Of)
    {
        public static Lines All { get; } = new(line => line);

        /// <summary>Those of an instance, without its name.</summary>
        /// <exception cref="SlipwayException">SLW0422: the deployment has no such instance.</exception>
        public static Lines OfInstance(string name, HistoryEntry entry)
        {
            var known = entry.Record.Group.Definition?.Instances.Select(instance => instance.InstanceName).ToList();
            if (known is null && entry.Outcome is { } outcome) known = [.. outcome.Instances.Select(instance => instance.Name)];
            if (known is not null && !known.Contains(name))
                throw new SlipwayException(new("SLW0422", $"Deployment {entry.Record.DeploymentId} has no instance {name}; it has {(known.Count == 0 ? "none" : string.Join(", ", known.Take(20)))}."));

            // A deployment to one sandbox does not write its instance's name before each line.
            return entry.Record.Group.Definition is null ? All : new(line => InstanceLine.Split(line, one => one == name) is (not null, var text) ? text : null);
        }
    }
}
