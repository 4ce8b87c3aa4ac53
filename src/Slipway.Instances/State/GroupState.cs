using System.Text.Json;
using System.Text.Json.Serialization;
using Slipway.Instances.Events;

namespace Slipway.Instances.State;

/// <summary>Content of a group's <c>state.json</c>.</summary>
internal sealed record GroupState
{
    public required string DeploymentGroupName { get; init; }

    public string? Current { get; init; }

    public string? LastSuccessful { get; init; }

    public long FencingNumber { get; init; }

    public string? Unfinished { get; init; }

    internal InstanceState ToPublic() => new(DeploymentGroupName, Current, LastSuccessful, FencingNumber, Unfinished);

    /// <summary>The state of a group; an empty one when the instance does not know it yet.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0203: the file is damaged.</exception>
    internal static GroupState Read(string file, string group)
    {
        if (!File.Exists(file)) return new() { DeploymentGroupName = group };
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(file), StateJson.Default.GroupState);
            if (state is not null && IsName(state.Current) && IsName(state.LastSuccessful) && IsName(state.Unfinished)) return state;
        }
        catch (JsonException e)
        {
            throw InstanceErrors.Corrupt(file, "it is not valid JSON", e);
        }

        throw InstanceErrors.Corrupt(file, "it names no valid deployments");
    }

    internal void Write(string file) => AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(this, StateJson.Default.GroupState));

    // A deployment's id becomes a folder: a damaged file must not lead elsewhere.
    private static bool IsName(string? id) => id is null || (id.Length is > 0 and <= 200 && id is not ("." or "..") && !id.Contains('/'));
}

/// <summary>What is known of a staged revision, beside it in <c>revision.json</c>.</summary>
internal sealed record RevisionFacts
{
    public required string DeploymentId { get; init; }

    public required string ApplicationName { get; init; }

    /// <summary>Folder of the revision, relative to the deployment's.</summary>
    public required string Folder { get; init; }

    public required string AppSpecFile { get; init; }

    public required string Agent { get; init; }

    /// <summary>Name under <c>delivered/</c> of what it was staged from; null when it was brought another way.</summary>
    public string? Delivered { get; init; }

    internal static RevisionFacts? Read(string file)
    {
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), StateJson.Default.RevisionFacts);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal void Write(string file) => AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(this, StateJson.Default.RevisionFacts));
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(EventResult))]
[JsonSerializable(typeof(GroupState))]
[JsonSerializable(typeof(RevisionFacts))]
internal sealed partial class StateJson : JsonSerializerContext;
