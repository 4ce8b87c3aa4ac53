using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Slipway.Revisions.Attachments;

namespace Slipway.Revisions.Provenance;

/// <summary>
/// The statement about a revision: in-toto Statement v1 with SLSA provenance v1. Its subject is the manifest's identity, and the manifest has the SHA-256 of
/// every file, so a signature of the statement is one of every byte that is installed.
/// </summary>
/// <param name="Identity">The revision that it is about: SHA-256 of the manifest, lower-case hexadecimal.</param>
/// <param name="Facts">What it says.</param>
/// <param name="SbomSha256">Digest of the attached bill of materials; null when it names none.</param>
public sealed record ProvenanceStatement(string Identity, ProvenanceFacts Facts, string? SbomSha256)
{
    /// <summary>What a build of ours is called: says how to read the parameters.</summary>
    public const string BuildType = "https://github.com/slipway-deploy/slipway/blob/main/docs/signing.md#the-statement";

    private const string StatementType = "https://in-toto.io/Statement/v1", PredicateType = "https://slsa.dev/provenance/v1";

    // Where it was built without a build server, only this is said of the place.
    private const string Builders = "https://github.com/slipway-deploy/slipway/builders/", Workstation = "workstation";

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The statement as JSON; the same statement gives the same bytes.</summary>
    public byte[] ToJson()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("_type", StatementType);
            writer.WriteStartArray("subject");
            Resource(writer, Facts.ApplicationName, null, "sha256", Identity);
            writer.WriteEndArray();
            writer.WriteString("predicateType", PredicateType);
            writer.WriteStartObject("predicate");
            BuildDefinition(writer);
            RunDetails(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        json.WriteByte((byte)'\n');
        return json.ToArray();
    }

    /// <summary>A statement; null when the bytes are none of this form, or of more than one subject.</summary>
    public static ProvenanceStatement? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (Text(root, "_type") != StatementType || Text(root, "predicateType") != PredicateType) return null;
            var subject = root.GetProperty("subject").EnumerateArray().Single();
            if (Text(subject, "digest", "sha256") is not { Length: 64 } identity || !identity.All(char.IsAsciiHexDigitLower)) return null;
            var predicate = root.GetProperty("predicate");
            var external = Find(predicate, "buildDefinition", "externalParameters");
            var dependency = Items(predicate, "buildDefinition", "resolvedDependencies").FirstOrDefault();
            var byproduct = Items(predicate, "runDetails", "byproducts").FirstOrDefault(p => Text(p, "name") == BundleAttachment.Sbom);
            return new(identity, new()
            {
                ApplicationName = Text(subject, "name"),
                Repository = Text(external, "repository"),
                Branch = Text(external, "branch"),
                Commit = Text(dependency, "digest", "gitCommit"),
                IsDirty = Flag(Find(predicate, "buildDefinition", "internalParameters", "dirty")),
                Builder = BuilderOf(Text(predicate, "runDetails", "builder", "id")),
                BuildId = Text(predicate, "buildDefinition", "internalParameters", "buildId"),
                BuildUrl = Text(predicate, "runDetails", "metadata", "invocationId"),
                SlipwayVersion = Text(predicate, "runDetails", "builder", "version", "slipway"),
                SdkVersion = Text(predicate, "runDetails", "builder", "version", "dotnet-sdk"),
            }, Text(byproduct, "digest", "sha256"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Digest of a bill of materials, as a statement names it.</summary>
    public static string DigestOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private void BuildDefinition(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("buildDefinition");
        writer.WriteString("buildType", BuildType);
        writer.WriteStartObject("externalParameters");
        Optional(writer, "repository", Facts.Repository);
        Optional(writer, "branch", Facts.Branch);
        writer.WriteEndObject();
        writer.WriteStartObject("internalParameters");
        if (Facts.IsDirty is { } dirty) writer.WriteBoolean("dirty", dirty);
        Optional(writer, "buildId", Facts.BuildId);
        writer.WriteEndObject();
        if (Facts.Commit is not null)
        {
            writer.WriteStartArray("resolvedDependencies");
            Resource(writer, null, Facts.Repository is null ? null : "git+" + Facts.Repository, "gitCommit", Facts.Commit);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private void RunDetails(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("runDetails");
        writer.WriteStartObject("builder");
        writer.WriteString("id", Builders + (Facts.Builder ?? Workstation));
        writer.WriteStartObject("version");
        Optional(writer, "slipway", Facts.SlipwayVersion);
        Optional(writer, "dotnet-sdk", Facts.SdkVersion);
        writer.WriteEndObject();
        writer.WriteEndObject();
        if (Facts.BuildUrl is not null)
        {
            writer.WriteStartObject("metadata");
            writer.WriteString("invocationId", Facts.BuildUrl);
            writer.WriteEndObject();
        }

        if (SbomSha256 is not null)
        {
            writer.WriteStartArray("byproducts");
            Resource(writer, BundleAttachment.Sbom, null, "sha256", SbomSha256);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Resource(Utf8JsonWriter writer, string? name, string? uri, string algorithm, string digest)
    {
        writer.WriteStartObject();
        Optional(writer, "name", name);
        Optional(writer, "uri", uri);
        writer.WriteStartObject("digest");
        writer.WriteString(algorithm, digest);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    private static string? BuilderOf(string? id) => id is null or Builders + Workstation ? null
        : id.StartsWith(Builders, StringComparison.Ordinal) ? id[Builders.Length..] : id;

    private static bool? Flag(JsonElement element) => element.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    private static JsonElement[] Items(JsonElement element, params ReadOnlySpan<string> path) =>
        Find(element, path) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    private static string? Text(JsonElement element, params ReadOnlySpan<string> path) =>
        Find(element, path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return default;
        }

        return element;
    }
}
