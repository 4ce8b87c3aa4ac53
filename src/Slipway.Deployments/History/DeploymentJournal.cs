using System.Text.Json;

namespace Slipway.Deployments.History;

/// <summary>Appends to a deployment's <c>events.jsonl</c>.</summary>
internal sealed class DeploymentJournal : IStepJournal, IDisposable
{
    private readonly FileStream file;

    public DeploymentJournal(string deploymentFolder)
    {
        var path = FileIn(deploymentFolder);
        file = AppendedFile.Open(path);
        EndTornLine(path);
    }

    /// <summary>The journal's file.</summary>
    public static string FileIn(string deploymentFolder) => Path.Combine(deploymentFolder, "events.jsonl");

    /// <summary>Writes a step that is about to be taken; it is on the disk on return.</summary>
    public void Before(JournalEntry entry)
    {
        Append(entry);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Writes what has happened; it reaches the disk with the next step at the latest.</summary>
    public void Append(JournalEntry entry)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(entry, RecordJson.Readable.JournalEntry);
        Array.Resize(ref line, line.Length + 1);
        line[^1] = (byte)'\n';
        file.Write(line);
    }

    public void Dispose() => file.Dispose();

    // A process that died while it wrote left half a line; the next one must not continue it.
    private void EndTornLine(string path)
    {
        if (file.Position == 0) return;
        using var reader = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        reader.Seek(-1, SeekOrigin.End);
        if (reader.ReadByte() != '\n') file.Write("\n"u8);
    }
}
