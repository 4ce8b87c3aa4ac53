using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Specifications;

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

            With --group also who holds the group's lease.
            """)
        {
            group, state, format,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = StateFolder.At(Target.StateOfHistory(parsed.GetValue(state), surroundings));
            var reading = new DeploymentHistory(folder, surroundings.Time).Read(parsed.GetValue(group));
            foreach (var damaged in reading.Damaged) surroundings.Error.WriteLine(Warning.Of(damaged));
            var holder = parsed.GetValue(group) is { } name ? await LeaseAsync(name, parsed.GetValue(state), reading.Entries, folder, surroundings, cancellation).ConfigureAwait(false) : null;
            if (parsed.GetValue(format) == "json") PrintJson(reading.Entries, holder, surroundings);
            else PrintText(reading.Entries, folder, surroundings);
            if (holder is not null && parsed.GetValue(format) != "json") surroundings.Output.WriteLine(LeaseReport.Line(parsed.GetValue(group)!, holder, surroundings.Time.GetUtcNow()));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Where a deployment stands, in one word more than CodeDeploy has.</summary>
    public static string StatusText(HistoryEntry entry) => entry.IsInterrupted ? "Interrupted" : entry.Status.ToString();

    // The lease may stand on an instance that cannot be reached now; the list is worth having all the same.
    private static async Task<LeaseHolder?> LeaseAsync(
        string name, string? state, IReadOnlyList<HistoryEntry> entries, StateFolder folder, Surroundings surroundings, CancellationToken cancellation)
    {
        try
        {
            if ((Target.GroupOfToday(name, null, surroundings) ?? (entries.Count > 0 ? entries[0].Record.Group : null)) is not { } group) return null;
            var open = OpenDeployer.ForRecords(state, TimeSpan.Zero, surroundings);
            await using var opened = open.ConfigureAwait(false);
            return await open.Deployer.ReadLeaseAsync(folder.Path, group, cancellation).ConfigureAwait(false);
        }
        catch (SlipwayException e)
        {
            surroundings.Error.WriteLine(Warning.Of(e.Error));
            return null;
        }
    }

    private static string Counts(HistoryEntry entry)
    {
        if (entry.Outcome is not { Instances.Count: > 1 } outcome) return "";
        var statuses = outcome.Instances.Select(Output.Reports.StoryReader.StatusOf).ToList();
        return $"{statuses.Count(status => status == TargetStatus.Succeeded)} of {statuses.Count} ok";
    }

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
                $"{e.Record.DeploymentId}  {e.Record.Group.Name,-12}  {StatusText(e),-11}  {e.Record.CreatedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}  {duration,10}  {Counts(e),-10}  {what}");
            if (e.Outcome?.Error is { } error) surroundings.Output.WriteLine($"    {error.Code}: {FirstLine(error.Message)}");
        }
    }

    private static void PrintJson(IReadOnlyList<HistoryEntry> entries, LeaseHolder? holder, Surroundings surroundings) => Json.Write(surroundings.Output, writer =>
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
        if (holder is not null) writer.Lease(holder);
        writer.WriteEndObject();
    });

    private static string FirstLine(string text) => text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;
}
