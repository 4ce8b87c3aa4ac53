using System.Text.Json;
using System.Text.Json.Serialization;
using Slipway.EndToEnd.Tests.Running;

namespace Slipway.EndToEnd.Tests.Conformance;

/// <summary>A line of deployments.jsonl. The fields are described in tests/Conformance/README.md.</summary>
internal sealed record DeploymentCase : DeploymentStep
{
    public required string Name { get; init; }

    public required string Family { get; init; }

    public bool NeedsRoot { get; init; }

    public bool CheckMtime { get; init; }

    /// <summary>Several deployments in a row; null when the case itself is the only one.</summary>
    public IReadOnlyList<DeploymentStep>? Steps { get; init; }

    public required Expectation Expect { get; init; }

    public static IReadOnlyList<DeploymentCase> All { get; } =
        [.. File.ReadAllText(Path.Combine(Machine.RepositoryRoot, "tests/Conformance/deployments.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<DeploymentCase>(line, JsonSerializerOptions.Web)!)];

    public override string ToString() => Name;
}

/// <summary>One deployment of a case.</summary>
internal record DeploymentStep
{
    public IReadOnlyList<CaseEntry> Before { get; init; } = [];

    public IReadOnlyList<CaseEntry>? Bundle { get; init; }

    public string? Appspec { get; init; }

    public string? AppspecPath { get; init; }

    public string? Archive { get; init; }

    public string? ArchiveBase64 { get; init; }

    public string? ArchiveExtension { get; init; }

    public CaseOptions Options { get; init; } = new();
}

/// <summary>Options of a deployment.</summary>
internal sealed record CaseOptions
{
    public string? FileExistsBehavior { get; init; }

    public string? Group { get; init; }

    public string? Umask { get; init; }

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();
}

/// <summary>Something in a bundle or under the root.</summary>
internal sealed record CaseEntry
{
    public required string Path { get; init; }

    public required string Type { get; init; }

    public string? Mode { get; init; }

    public string? Text { get; init; }

    public string? Base64 { get; init; }

    public int Repeat { get; init; } = 1;

    public string? Target { get; init; }

    public long? Mtime { get; init; }

    public int? Uid { get; init; }

    public int? Gid { get; init; }

    [JsonIgnore]
    public UnixFileMode UnixMode => (UnixFileMode)Convert.ToInt32(Mode ?? (Type == "dir" ? "0755" : "0644"), 8);

    public byte[] Content(string root)
    {
        var once = Base64 is not null ? Convert.FromBase64String(Base64) : System.Text.Encoding.UTF8.GetBytes((Text ?? "").Replace("@ROOT@", root, StringComparison.Ordinal));
        return [.. Enumerable.Repeat(once, Repeat).SelectMany(bytes => bytes)];
    }
}

/// <summary>What the agent did, as policy corrects it.</summary>
internal sealed record Expectation
{
    public required bool Succeeds { get; init; }

    public IReadOnlyList<bool>? Steps { get; init; }

    public required IReadOnlyList<ExpectedEntry> Tree { get; init; }

    public IReadOnlyList<string>? Trace { get; init; }

    public IReadOnlyList<string>? ScriptLog { get; init; }

    public IReadOnlyDictionary<string, string>? Env { get; init; }
}

/// <summary>A line of the expected tree.</summary>
internal sealed record ExpectedEntry
{
    public required string Path { get; init; }

    public required string Type { get; init; }

    public string? Mode { get; init; }

    public int Uid { get; init; }

    public int Gid { get; init; }

    public string? Sha256 { get; init; }

    public string? Target { get; init; }

    public long? Mtime { get; init; }
}
