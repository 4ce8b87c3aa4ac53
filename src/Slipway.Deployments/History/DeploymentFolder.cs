using System.Text.Json;

namespace Slipway.Deployments.History;

/// <summary>
/// The folder of one deployment: <c>deployment.json</c> (asked), <c>events.jsonl</c> (done), <c>scripts.log</c> (printed), <c>result.json</c> (ended).
/// </summary>
internal sealed class DeploymentFolder(StateFolder state, string deploymentId)
{
    /// <summary>Its path.</summary>
    public string Path { get; } = state.OfDeployment(deploymentId);

    /// <summary>The scripts' log; null when no script ran.</summary>
    public string? LogFile => ScriptLog.FileIn(Path) is var log && File.Exists(log) ? log : null;

    private string RecordFile => System.IO.Path.Combine(Path, "deployment.json");

    private string OutcomeFile => System.IO.Path.Combine(Path, "result.json");

    /// <summary>Makes the folder with its record; from here on the deployment exists.</summary>
    public void Create(DeploymentRecord record)
    {
        Directory.CreateDirectory(Path);
        DurableFile.FlushFolder(state.Deployments);

        // The journal is made first: the flush of the folder that comes with the record then covers both names.
        using (new DeploymentJournal(Path)) DurableFile.Replace(RecordFile, JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Readable.DeploymentRecord));
    }

    /// <summary>Writes how it ended.</summary>
    public void End(DeploymentOutcome outcome) =>
        DurableFile.Replace(OutcomeFile, JsonSerializer.SerializeToUtf8Bytes(outcome, RecordJson.Readable.DeploymentOutcome));

    /// <summary>Adds the automatic rollback that followed to how it ended.</summary>
    public void LinkRollback(string rollbackDeploymentId)
    {
        try
        {
            if (ReadOutcome() is { } outcome) End(outcome with { RollbackDeploymentId = rollbackDeploymentId });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The rollback's own record names this deployment, which is the link that counts.
        }
    }

    /// <summary>What was asked; null when the record is missing or makes no sense.</summary>
    public DeploymentRecord? ReadRecord() =>
        Read(RecordFile, RecordJson.Readable.DeploymentRecord) is { DeploymentId: not null, Group.Name: not null } record ? record : null;

    /// <summary>How it ended; null when it has not, or the file makes no sense.</summary>
    public DeploymentOutcome? ReadOutcome() =>
        Read(OutcomeFile, RecordJson.Readable.DeploymentOutcome) is { DeploymentId: not null, Instances: not null } outcome ? outcome : null;

    /// <summary>The journal's lines that make sense; half a line at the end, or a spoilt one, is left out.</summary>
    public IEnumerable<JournalEntry> ReadEvents()
    {
        var path = DeploymentJournal.FileIn(Path);
        if (!File.Exists(path)) yield break;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line)
        {
            if (Parse(line) is { } entry) yield return entry;
        }
    }

    private static JournalEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, RecordJson.Readable.JournalEntry) is { } entry && entry.At != default ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static T? Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
