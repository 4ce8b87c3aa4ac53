using Slipway.Cli.Output.Reports;
using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Inventory;
using Slipway.Revisions.Provenance;
using Slipway.Specifications;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway show ID --html FILE</c></summary>
internal static class ShowHtml
{
    /// <summary>Writes the report; a file that stands there is replaced at the end, not while it is written.</summary>
    /// <exception cref="UsageException">SLW0002: the file cannot be written.</exception>
    public static int Run(HistoryEntry entry, DeploymentHistory history, string file, Surroundings surroundings, CancellationToken cancellation)
    {
        var id = entry.Record.DeploymentId;
        var story = StoryReader.Read(entry, history.Events(id), history.ScriptLines(id), surroundings.Time.GetUtcNow());
        var (inventory, before) = (Find(entry.Record, cancellation), Before(entry, history) is { } earlier ? Find(earlier.Record, cancellation) : null);
        story = story with
        {
            Files = inventory is not null && before is not null ? RevisionDifference.Of(before.Manifest, inventory.Manifest) : null,
            Provenance = inventory?.Attachments.FirstOrDefault(a => a.Name == BundleAttachment.Provenance) is { } statement ? ProvenanceStatement.Parse(statement.Content)?.Facts : null,
        };
        Write(surroundings.FullPath(file), file, HtmlReport.Of(story));
        surroundings.Output.WriteLine($"The report of deployment {id} is in {file}.");
        return ExitCode.Done;
    }

    // The bundle may have been built anew or be gone by now; then nothing is said of its files.
    private static RevisionInventory? Find(DeploymentRecord record, CancellationToken cancellation)
    {
        try
        {
            if (record.Revision is not { } path || !File.Exists(path)) return null;
            if (record.RevisionIdentity is null && File.GetLastWriteTimeUtc(path) > record.CreatedAt) return null;
            var inventory = RevisionInventory.Of(path, cancellation);
            return record.RevisionIdentity is null || record.RevisionIdentity == inventory.Manifest.Identity ? inventory : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SlipwayException)
        {
            return null;
        }
    }

    private static HistoryEntry? Before(HistoryEntry entry, DeploymentHistory history) =>
        history.Read(entry.Record.Group.Name).Entries.FirstOrDefault(e => e.Status == DeploymentStatus.Succeeded && e.Record.Kind != DeploymentKind.Restart && e.Record.CreatedAt < entry.Record.CreatedAt);

    private static void Write(string path, string shown, string html)
    {
        var part = $"{path}.{Guid.NewGuid():N}"[..^24] + ".tmp";
        try
        {
            File.WriteAllText(part, html);
            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw new UsageException(new("SLW0002", $"{shown} cannot be written: {e.Message}"));
        }
    }
}
