using System.Text.Json;
using Slipway.Revisions;

namespace Slipway.Cli.Output;

/// <summary>The JSON of the store's verbs.</summary>
internal static class StoredJson
{
    /// <summary><c>"revision","applicationName","type","size","sha256","storedAt","location","keyId"?,"damage"?</c></summary>
    public static void StoredMembers(this Utf8JsonWriter writer, StoredRevision revision)
    {
        writer.WriteString("revision", revision.Identity);
        writer.WriteString("applicationName", revision.ApplicationName);
        writer.WriteString("type", revision.Type.ToString().ToLowerInvariant());
        writer.WriteNumber("size", revision.Size);
        writer.WriteString("sha256", revision.Sha256);
        writer.WriteString("storedAt", revision.StoredAt);
        writer.WriteString("location", revision.Location);
        if (revision.KeyId is not null) writer.WriteString("keyId", revision.KeyId);
        if (revision.Damage is not null) writer.WriteString("damage", revision.Damage);
    }

    /// <summary>One stored revision as a document.</summary>
    public static void Print(StoredRevision revision, TextWriter output) => Json.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.StoredMembers(revision);
        writer.WriteEndObject();
    });
}
