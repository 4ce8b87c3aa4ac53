using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Slipway.Instances.Events;

namespace Slipway.Instances.State;

/// <summary>What a line of the journal records. Each is written before the step is taken, except <see cref="Script"/>, <see cref="EventEnded"/>, <see cref="Swept"/>, <see cref="Installed"/>, <see cref="Undone"/> and <see cref="End"/>.</summary>
internal static class JournalStep
{
    internal const string Begin = "begin";
    internal const string Snapshot = "snapshot";
    internal const string ScriptStarting = "script-starting";
    internal const string Script = "script";
    internal const string ScriptEnded = "script-ended";
    internal const string Swept = "swept";
    internal const string EventStarting = "event-starting";
    internal const string EventEnded = "event-ended";
    internal const string Detached = "detached";
    internal const string Rejoined = "rejoined";
    internal const string Area = "area";
    internal const string Switch = "switch";
    internal const string Occupied = "occupied";
    internal const string Installed = "installed";
    internal const string Commit = "commit";
    internal const string Undo = "undo";
    internal const string Undone = "undone";
    internal const string End = "end";
}

/// <summary>The append-only journal of a deployment: one JSON object a line.</summary>
internal sealed class Journal : IDisposable
{
    // People read it with `cat`: +00:00 is not to become \u002B00:00.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream stream;
    private readonly Steps steps;

    private Journal(FileStream stream, Steps steps)
    {
        this.stream = stream;
        this.steps = steps;
    }

    /// <summary>Opens a journal to append to; a torn last line (a crash while it was written) is cut off.</summary>
    internal static Journal Open(string file, Steps steps)
    {
        var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var whole = stream.Length;
        while (whole > 0)
        {
            stream.Position = whole - 1;
            if (stream.ReadByte() == '\n') break;
            whole--;
        }

        stream.SetLength(whole);
        stream.Position = whole;
        return new(stream, steps);
    }

    /// <summary>Appends a line. It survives the death of the process; with <paramref name="isDurable"/> also a power cut.</summary>
    internal void Append(string step, bool isDurable, params ReadOnlySpan<(string Key, object Value)> values)
    {
        steps.Before("journal " + step);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("at", DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("step", step);
            foreach (var (key, value) in values)
            {
                if (value is long number) json.WriteNumber(key, number);
                else if (value is EventResult result)
                {
                    json.WritePropertyName(key);
                    JsonSerializer.Serialize(json, result, StateJson.Default.EventResult);
                }
                else json.WriteString(key, (string)value);
            }

            json.WriteEndObject();
        }

        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);
        stream.Write(buffer.WrittenSpan);
        stream.Flush(isDurable);
        steps.Before("journaled " + step);
    }

    public void Dispose() => stream.Dispose();
}

/// <summary>What a journal says when it is read again.</summary>
internal sealed class JournalReading
{
    private readonly List<JsonElement> lines = [];

    /// <summary>Reads a journal; a torn last line does not count.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0203: another line cannot be read.</exception>
    internal static JournalReading Of(string file)
    {
        var reading = new JournalReading();
        if (!File.Exists(file)) return reading;
        var text = File.ReadAllText(file);
        var whole = text.LastIndexOf('\n') + 1;
        var number = 0;
        foreach (var line in text[..whole].Split('\n'))
        {
            number++;
            if (line.Length == 0) continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                reading.lines.Add(document.RootElement.Clone());
                _ = document.RootElement.GetProperty("step").GetString();
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw InstanceErrors.Corrupt(file, $"line {number} of the journal cannot be read", e);
            }
        }

        return reading;
    }

    internal bool Has(string step) => All(step).Any();

    /// <summary>The last line of either of two steps; null when there is none.</summary>
    internal JsonElement? Last(string step, string orStep)
    {
        var index = lines.FindLastIndex(l => l.GetProperty("step").GetString() is { } s && (s == step || s == orStep));
        return index < 0 ? null : lines[index];
    }

    internal IEnumerable<JsonElement> All(string step) => lines.Where(l => l.GetProperty("step").GetString() == step);

    /// <summary>The result of an event that ended.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0203: it cannot be read.</exception>
    internal static EventResult Result(JsonElement line, string file)
    {
        try
        {
            if (line.TryGetProperty("result", out var value) && value.Deserialize(StateJson.Default.EventResult) is { Event: not null, Scripts: not null } result) return result;
        }
        catch (JsonException e)
        {
            throw InstanceErrors.Corrupt(file, "the result of an event cannot be read", e);
        }

        throw InstanceErrors.Corrupt(file, "an event has no result");
    }

    internal static string Text(JsonElement line, string key) => line.ValueKind == JsonValueKind.Object && line.TryGetProperty(key, out var value) ? value.GetString() ?? "" : "";

    internal static long Number(JsonElement line, string key) => line.TryGetProperty(key, out var value) && value.TryGetInt64(out var number) ? number : 0;
}
