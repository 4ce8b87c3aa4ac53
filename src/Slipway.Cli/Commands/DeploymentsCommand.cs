using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Deployments;
using Slipway.Deployments.History;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway deployments</c></summary>
internal static class DeploymentsCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var group = Options.Text("--group", "NAME", "Only this deployment group (default: all).");
        var (state, format) = (Options.State(), Options.Format());
        var command = new Command("deployments", """
            Lists the deployments, newest first.

            Example:
              slipway deployments --group production
            """)
        {
            group, state, format,
        };
        command.SetAction(parsed =>
        {
            var folder = StateFolder.At(Target.StateOfHistory(parsed.GetValue(state), surroundings));
            var reading = new DeploymentHistory(folder, surroundings.Time).Read(parsed.GetValue(group));
            foreach (var damaged in reading.Damaged) surroundings.Error.WriteLine(Warning.Of(damaged));
            if (parsed.GetValue(format) == "json") PrintJson(reading.Entries, surroundings);
            else PrintText(reading.Entries, folder, surroundings);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Where a deployment stands, in one word more than CodeDeploy has.</summary>
    public static string StatusText(HistoryEntry entry) => entry.IsInterrupted ? "Interrupted" : entry.Status.ToString();

    private static void PrintText(IReadOnlyList<HistoryEntry> entries, StateFolder folder, Surroundings surroundings)
    {
        if (entries.Count == 0) surroundings.Output.WriteLine($"No deployments in {folder.Path}.");
        foreach (var e in entries)
        {
            var duration = e.Outcome is { } outcome ? Amounts.Duration(outcome.EndedAt - e.Record.CreatedAt) : "";
            var what = e.Record.Kind switch
            {
                DeploymentKind.Restart => $"restart of {e.Record.RevisionOf} after {e.Record.RollbackTriggeringDeploymentId}",
                DeploymentKind.Rollback => $"rollback to {e.Record.RevisionOf}",
                _ => e.Record.Revision,
            };
            surroundings.Output.WriteLine(
                $"{e.Record.DeploymentId}  {e.Record.Group.Name,-12}  {StatusText(e),-11}  {e.Record.CreatedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}  {duration,10}  {what}");
            if (e.Outcome?.Error is { } error) surroundings.Output.WriteLine($"    {error.Code}: {FirstLine(error.Message)}");
        }
    }

    private static void PrintJson(IReadOnlyList<HistoryEntry> entries, Surroundings surroundings) => Json.Write(surroundings.Output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("deployments");
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            writer.RecordMembers(entry);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static string FirstLine(string text) => text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;
}
