using System.Text.Json;
using Slipway.Instances.Events;

namespace Slipway.Instances.Protocol;

/// <summary>
/// What an agent told of a deployment, a line an event as it was sent, in the deployment's folder: told again to who comes back. It survives the death of the process; of the output of scripts
/// it keeps so much, the rest stands in their log only.
/// </summary>
internal sealed class EventsFile : IDisposable
{
    /// <summary>From this size on, no more output of scripts is kept, in bytes.</summary>
    internal const long LargestOutput = 32 << 20;

    private readonly FileStream stream;
    private readonly long largestOutput;
    private bool isCut;

    private EventsFile(FileStream stream, long last, long largestOutput) => (this.stream, Last, this.largestOutput) = (stream, last, largestOutput);

    /// <summary>Number of the last event.</summary>
    internal long Last { get; private set; }

    /// <summary>Opens the file to go on with, and tells what came after an event again. A torn last line is cut off; what cannot be read is passed over, since it was told once.</summary>
    /// <param name="file">The file.</param>
    /// <param name="lastSeen">The last event that was heard.</param>
    /// <param name="tell">Takes each later one, as it was sent.</param>
    /// <param name="largestOutput">See <see cref="LargestOutput"/>.</param>
    internal static EventsFile Open(string file, long lastSeen, Action<ReadOnlyMemory<byte>> tell, long largestOutput = LargestOutput)
    {
        var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            // What was heard and did not reach the disk (a power cut) still has its number.
            long last = lastSeen, whole = 0;
            foreach (var line in Lines(stream))
            {
                whole += line.Length + 1;
                if (NumberOf(line) is not { } number) continue;
                last = Math.Max(last, number);
                if (number > lastSeen) tell(line);
            }

            stream.SetLength(whole);
            stream.Position = whole;
            return new(stream, last, largestOutput);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Gives an event its number and keeps it.</summary>
    /// <returns>The event as it is sent.</returns>
    internal ReadOnlyMemory<byte> Add(InstanceEvent instanceEvent)
    {
        var json = AgentOutput.Json(new Happened(++Last, instanceEvent));
        if (instanceEvent is not ScriptOutput || stream.Position < largestOutput) Write(json);
        else if (!isCut)
        {
            isCut = true;
            Write(AgentOutput.Json(new Happened(Last, new InstanceWarning("The scripts' output was too much to be told again after the connection was lost; their log on the instance has all of it."))));
        }

        return json;
    }

    public void Dispose() => stream.Dispose();

    private void Write(ReadOnlyMemory<byte> json)
    {
        try
        {
            stream.Write(json.Span);
            stream.WriteByte((byte)'\n');
            stream.Flush();
        }
        catch (IOException)
        {
            // A full disk: who is listening hears it all the same.
        }
    }

    private static IEnumerable<byte[]> Lines(FileStream stream)
    {
        var buffer = new byte[64 * 1024];
        using var line = new MemoryStream();
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            var start = 0;
            for (int end; (end = Array.IndexOf(buffer, (byte)'\n', start, read - start)) >= 0; start = end + 1)
            {
                line.Write(buffer, start, end - start);
                yield return line.ToArray();
                line.SetLength(0);
            }

            line.Write(buffer, start, read - start);
        }
    }

    private static long? NumberOf(byte[] line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AgentJson.Default.AgentEvent) is Happened happened ? happened.Number : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
