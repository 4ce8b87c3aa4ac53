using System.Text;
using System.Text.Json;
using Slipway.EndToEnd.Tests.Running;

namespace Slipway.EndToEnd.Tests.Conformance;

/// <summary>A line of appspec.jsonl: a text, and what the agent made of it.</summary>
internal sealed record AppSpecCase
{
    public required string Name { get; init; }

    public required string File { get; init; }

    public string? Text { get; init; }

    public string? Base64 { get; init; }

    public required JsonElement Agent18 { get; init; }

    public bool IsAccepted => Agent18.GetProperty("accepts").GetBoolean();

    /// <summary>What the agent read; null when it refuses, or read something that JSON cannot express.</summary>
    public JsonElement? Model => Agent18.TryGetProperty("model", out var model) ? model : null;

    public byte[] Bytes => Base64 is null ? Encoding.UTF8.GetBytes(Text!) : Convert.FromBase64String(Base64);

    public static IReadOnlyList<AppSpecCase> All { get; } =
        [.. System.IO.File.ReadAllText(Path.Combine(Machine.RepositoryRoot, "tests/Conformance/appspec.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<AppSpecCase>(line, JsonSerializerOptions.Web)!)];

    /// <summary>Every twelfth case by default, all with SLIPWAY_FULL=1, those whose name contains SLIPWAY_CASE when that is set.</summary>
    public static IReadOnlyList<AppSpecCase> Chosen()
    {
        var named = Environment.GetEnvironmentVariable("SLIPWAY_CASE");
        return [.. All.Index()
            .Where(pair => named is not null ? pair.Item.Name.Contains(named, StringComparison.Ordinal) : Machine.IsFull || pair.Index % 12 == 0)
            .Select(pair => pair.Item)];
    }
}
