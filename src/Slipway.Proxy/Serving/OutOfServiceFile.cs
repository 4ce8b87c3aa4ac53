using System.Text.Json;
using Slipway.Specifications;

namespace Slipway.Proxy.Serving;

/// <summary>Remembers which servers were taken out, so that a proxy that is started again does not let them in. A name is <c>service/server</c>.</summary>
internal sealed class OutOfServiceFile(string path)
{
    /// <exception cref="SlipwayException">SLW0506: it cannot be read.</exception>
    public HashSet<string> Read()
    {
        try
        {
            if (!File.Exists(path)) return [];
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. json.RootElement.GetProperty("outOfService").EnumerateArray().Select(name => name.GetString() ?? "")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new SlipwayException(new SlipwayError(
                "SLW0506", $"It cannot be read which servers are out of service: {e.Message} Correct the file, or remove it to start with every server in service.", path), e);
        }
    }

    /// <exception cref="SlipwayException">SLW0506: it cannot be written.</exception>
    public void Write(IEnumerable<string> names)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var temporary = path + ".new";
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true }))
                {
                    json.WriteStartObject();
                    json.WriteStartArray("outOfService");
                    foreach (var name in names.Order(StringComparer.Ordinal)) json.WriteStringValue(name);
                    json.WriteEndArray();
                    json.WriteEndObject();
                }
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(new SlipwayError(
                "SLW0506", $"It cannot be written which servers are out of service: {e.Message} Give the proxy's account the right to its folder, or name another place with stateFile.", path), e);
        }
    }
}
