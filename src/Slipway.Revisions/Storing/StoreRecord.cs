using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Revisions.Storing;

/// <summary>What is written beside a stored bundle, in revision.json.</summary>
internal sealed record StoreRecord(string Identity, string ApplicationName, string BundleType, long Size, string Sha256, DateTimeOffset StoredAt)
{
    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StoreJson.Default.StoreRecord);

    /// <summary>Null when it is not whole.</summary>
    internal static StoreRecord? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoreJson.Default.StoreRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Made by the compiler: reflection is not there in an ahead-of-time agent.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoreRecord))]
internal sealed partial class StoreJson : JsonSerializerContext;
