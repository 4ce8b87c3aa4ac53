using System.Text;
using System.Text.Json;

namespace Slipway.Specifications.Tests.AppSpecs;

/// <summary>A line of tests/Conformance/appspec.jsonl: what agent 1.8.1 did with a text on Linux.</summary>
internal sealed record ConformanceCase(string Name, string File, byte[] Content, bool Accepts, string? Error, JsonElement? Model)
{
    public static IReadOnlyList<ConformanceCase> All { get; } = Load();

    private static List<ConformanceCase> Load()
    {
        var cases = new List<ConformanceCase>();
        var path = Path.Combine(AppContext.BaseDirectory, "Conformance", "appspec.jsonl");
        foreach (var line in System.IO.File.ReadAllText(path).Split('\n'))
        {
            if (line.Length == 0) continue;
            var root = JsonDocument.Parse(line).RootElement;
            var agent = root.GetProperty("agent18");
            var content = root.TryGetProperty("base64", out var base64)
                ? Convert.FromBase64String(base64.GetString()!) : Encoding.UTF8.GetBytes(root.GetProperty("text").GetString()!);
            cases.Add(new ConformanceCase(
                root.GetProperty("name").GetString()!,
                root.TryGetProperty("file", out var file) ? file.GetString()! : "appspec.yml",
                content,
                agent.GetProperty("accepts").GetBoolean(),
                agent.TryGetProperty("error", out var error) ? error.GetString() : null,
                agent.TryGetProperty("model", out var model) ? model : null));
        }

        return cases;
    }
}
