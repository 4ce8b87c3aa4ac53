using System.Text;

namespace Slipway.Deployments.History;

/// <summary>Reads a script log line by line, also while it grows. A line ends at a line feed and nowhere else; the time before the text is left out.</summary>
public sealed class ScriptLogReader(string file) : IDisposable
{
    private readonly StringBuilder unfinished = new();
    private readonly Queue<string> lines = new();
    private readonly char[] buffer = new char[8192];
    private StreamReader? reader;

    /// <summary>The next line; null when there is none for now.</summary>
    /// <param name="includeUnfinished">Whether a last line without a line feed counts: nothing will be added to it.</param>
    public string? Next(bool includeUnfinished)
    {
        if (lines.Count == 0) Fill();
        if (lines.TryDequeue(out var line)) return WithoutTime(line);
        if (!includeUnfinished || unfinished.Length == 0) return null;
        line = unfinished.ToString();
        unfinished.Clear();
        return WithoutTime(line);
    }

    /// <inheritdoc />
    public void Dispose() => reader?.Dispose();

    private static string WithoutTime(string line) => line.Length >= ScriptLog.TimeLength ? line[ScriptLog.TimeLength..] : line;

    private void Fill()
    {
        // The first script makes the file.
        if (reader is null && !File.Exists(file)) return;
        reader ??= new(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.UTF8);
        for (int read; lines.Count == 0 && (read = reader.Read(buffer, 0, buffer.Length)) > 0;)
        {
            var rest = buffer.AsSpan(0, read);
            for (int end; (end = rest.IndexOf('\n')) >= 0; rest = rest[(end + 1)..])
            {
                lines.Enqueue(unfinished.Append(rest[..end]).ToString());
                unfinished.Clear();
            }

            unfinished.Append(rest);
        }
    }
}
