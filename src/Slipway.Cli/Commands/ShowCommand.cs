using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Cli.Stores;
using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Specifications;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway show</c></summary>
internal static class ShowCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var id = new Argument<string>("ID|REVISION") { Description = "A deployment, d- and nine letters or digits; else a bundle, a folder, or a revision of the store by its identity (8 digits or more) or s3:// address." };
        var files = new Option<bool>("--files") { Description = "List every file of the revision." };
        var sbom = Options.Text("--sbom", "FILE", "Write the revision's bill of materials (CycloneDX) to a file, or - to standard output, and show nothing else.");
        var html = Options.Text("--html", "FILE", "Write a deployment's report to a file: one page that needs nothing else.");
        var (state, format) = (Options.State(), Options.Format());
        var command = new Command("show", """
            Shows a deployment: what was asked, every lifecycle event, how it ended. Or a revision: files, sizes, appspec, where it comes from, who signed it.
            What looks like a deployment's id is one; write ./d-4QX1B7Z9K for a folder of that name.

            Example:
              slipway show d-4QX1B7Z9K
              slipway show d-4QX1B7Z9K --html report.html
              slipway show orders.zip
            """)
        {
            id, files, sbom, html, state, format,
        };
        var (storeOptions, application) = (new StoreOptions(), Options.Application());
        storeOptions.AddTo(command);
        command.Add(application);
        command.SetAction(async (parsed, cancellation) =>
        {
            var named = parsed.GetRequiredValue(id);
            if (IsRevision(named, surroundings))
            {
                if (parsed.GetValue(html) is not null) throw new UsageException(new("SLW0001", "--html is for a deployment, not for a revision. Name a deployment: d- and nine letters or digits."));
                using var reference = await RevisionReference.OpenAsync(
                    named, storeOptions.Given(parsed, surroundings), parsed.GetValue(application), surroundings, cancellation).ConfigureAwait(false);
                return await Task.Run(() => ShowRevision.Run(
                    reference.Path, parsed.GetValue(files), parsed.GetValue(sbom), parsed.GetValue(format) == "json", surroundings, cancellation), cancellation).ConfigureAwait(false);
            }

            var history = new DeploymentHistory(StateFolder.At(Target.StateOfHistory(parsed.GetValue(state), surroundings)), surroundings.Time);
            var entry = history.Find(named);
            if (parsed.GetValue(html) is { } file) return ShowHtml.Run(entry, history, file, surroundings, cancellation);
            if (parsed.GetValue(format) == "json") PrintJson(entry, history, surroundings);
            else PrintText(entry, history, surroundings);
            return ExitCode.Done;
        });
        return command;
    }

    // What has an id's form is one, whatever stands in the working folder. What is nothing at all is told of as what it looks like.
    private static bool IsRevision(string named, Surroundings surroundings)
    {
        if (DeploymentId.IsValid(named) || named.Length == 0) return false;
        if (RevisionReference.IsStored(named, surroundings)) return true;
        var path = surroundings.FullPath(named);
        if (File.Exists(path)) return true;
        if (!Directory.Exists(path)) return !named.StartsWith("d-", StringComparison.Ordinal) && named.AsSpan().IndexOfAny('/', '\\', '.') >= 0;
        if (File.Exists(Path.Combine(path, "appspec.yml")) || File.Exists(Path.Combine(path, "appspec.yaml"))) return true;
        throw new SlipwayException(new("SLW0404", $"{named} is no deployment's id, and no revision: the folder has no appspec.yml. Name a deployment, a bundle or a revision folder."));
    }

    private static void PrintText(HistoryEntry entry, DeploymentHistory history, Surroundings surroundings)
    {
        var (record, output) = (entry.Record, surroundings.Output);
        output.WriteLine($"Deployment {record.DeploymentId} of {record.ApplicationName} to group {record.Group.Name}: {DeploymentsCommand.StatusText(entry)}");
        output.WriteLine($"  started    {record.CreatedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss} by {record.User} on {record.Host} ({record.Creator})");
        if (entry.Outcome is { } ended)
            output.WriteLine($"  ended      {ended.EndedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss} after {Amounts.Duration(ended.EndedAt - record.CreatedAt)}");
        if (record.Revision is not null) output.WriteLine($"  revision   {record.Revision}");
        if (record.RevisionIdentity is not null) output.WriteLine($"  identity   {record.RevisionIdentity}");
        if (record.RevisionOf is not null) output.WriteLine($"  revision of {record.RevisionOf}");
        if (record.RollbackTriggeringDeploymentId is { } triggering) output.WriteLine($"  rolls back {triggering}");
        if (entry.Outcome?.RollbackDeploymentId is { } rollback) output.WriteLine($"  rolled back by {rollback}");
        if (record.Description is not null) output.WriteLine($"  reason     {record.Description}");
        if (entry.IsInterrupted)
            output.WriteLine(
                $"  The deploying process is gone; its last step was {LastStep(history, record.DeploymentId)}. `slipway resume {record.DeploymentId}` brings the deployment to an end.");
        foreach (var instance in entry.Outcome?.Instances ?? [])
        {
            var label = instance.Label switch { TargetLabel.Blue => ", original environment", TargetLabel.Green => ", replacement environment", _ => "" };
            output.WriteLine($"  instance {instance.Name}: {instance.Target?.ToString() ?? instance.Status.ToString()}{label}");
            if (instance.Error is { } why) output.WriteLine($"    {TerminalText.Line(ProgressLines.Short(why))}");
            foreach (var e in instance.Events)
            {
                output.WriteLine($"    {e.Event,-20} {e.Status,-10} {Amounts.Duration(e.EndedAt - e.StartedAt),9}");
                foreach (var script in e.Scripts)
                    output.WriteLine(
                        $"      {script.Location}  {(script.Signal is { } signal ? $"ended by {signal}" : script.ExitCode is { } code ? $"exit code {code}" : script.ErrorCode)}");
            }
        }

        if (entry.Outcome?.ErrorCode is { } errorCode) output.WriteLine($"  error code {errorCode}");
        if (entry.Outcome?.Error is { } error) output.WriteLine($"  {error}");
        if (entry.LogFile is not null) output.WriteLine($"  script log {entry.LogFile}");
    }

    private static void PrintJson(HistoryEntry entry, DeploymentHistory history, Surroundings surroundings) => Json.Write(surroundings.Output, writer =>
    {
        writer.WriteStartObject();
        writer.ResultMembers(entry.Record.DeploymentId, entry.Status, entry.Outcome?.Error, entry.Outcome?.Instances
            ?? [], history.ScriptLines(entry.Record.DeploymentId), entry.Outcome?.ErrorCode);
        writer.WriteStartObject("deployment");
        writer.RecordMembers(entry);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static string LastStep(DeploymentHistory history, string id) =>
        history.Events(id).LastOrDefault() is { } last ? $"{last.Step}{(last.Event is null ? "" : $" {last.Event}")}" : "its record";
}
