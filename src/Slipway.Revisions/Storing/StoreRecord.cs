using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Revisions.Storing;

/// <summary>What is written beside a stored bundle, in revision.json. A revision is in the store when its record is.</summary>
/// <param name="Identity">The revision's.</param>
/// <param name="ApplicationName">Whose it is.</param>
/// <param name="BundleType">Format of the bundle, by the name of its <see cref="Revisions.BundleType"/>.</param>
/// <param name="Size">Bytes of the plain bundle.</param>
/// <param name="Sha256">Digest of the plain bundle.</param>
/// <param name="StoredAt">When it was last put.</param>
public sealed record StoreRecord(string Identity, string ApplicationName, string BundleType, long Size, string Sha256, DateTimeOffset StoredAt)
{
    /// <summary>Name of the stored file or object beside the record; null for <c>bundle.TYPE</c>, the name in stores of the first version.</summary>
    public string? Bundle { get; init; }

    /// <summary>Names of what is attached to the bundle; null when nothing is.</summary>
    public IReadOnlyList<string>? Attachments { get; init; }

    /// <summary>The key of the envelope around the stored bundle; null when it is stored plain.</summary>
    public string? KeyId { get; init; }

    /// <summary>Bytes of what is stored, where that is an envelope.</summary>
    public long? StoredSize { get; init; }

    /// <summary>Digest of what is stored, where that is an envelope.</summary>
    public string? StoredSha256 { get; init; }

    /// <summary>The key that an S3 server was told to encrypt with (SSE-KMS).</summary>
    public string? ServerKeyId { get; init; }

    /// <summary>When it was last pinned. That changes the record, so that a removal that was decided on before is refused.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>What an S3 server says of the object's SHA-256, in base64: that of the object, or of the list of its parts'.</summary>
    public string? Checksum { get; init; }

    /// <summary>Name of the stored bundle.</summary>
    [JsonIgnore]
    public string BundleName => Bundle ?? StoreNames.BundleName(BundleType);

    /// <summary>Bytes of what is stored.</summary>
    [JsonIgnore]
    public long SizeInStore => StoredSize ?? Size;

    /// <summary>Digest of what is stored.</summary>
    [JsonIgnore]
    public string Sha256InStore => StoredSha256 ?? Sha256;

    /// <summary>The record as it is written.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StoreJson.Default.StoreRecord);

    /// <summary>The record of a revision; null when it is not whole, belongs to another one, or names something outside of its folder.</summary>
    public static StoreRecord? Parse(ReadOnlySpan<byte> json, string identity)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoreJson.Default.StoreRecord) is { } record && record.Identity == identity && record.IsSound() ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The same for callers of the store.</summary>
    /// <param name="applicationName">The application under which it was found.</param>
    /// <param name="location">Where the bundle is.</param>
    /// <param name="damage">What is wrong with it.</param>
    public StoredRevision ToStored(string applicationName, string location, string? damage = null) =>
        new(Identity, applicationName, Enum.Parse<BundleType>(BundleType), Size, Sha256, StoredAt, location, KeyId, damage);

    private bool IsSound() => Enum.TryParse<BundleType>(BundleType, out var type) && Enum.IsDefined(type) && StoreNames.IsIdentity(Sha256) && StoreNames.IsBundleName(BundleName)
        && Size >= 0 && SizeInStore >= 0 && StoreNames.IsIdentity(Sha256InStore);
}

/// <summary>What a holder has pinned, in a file of its own.</summary>
/// <param name="Holder">Who.</param>
/// <param name="Identities">What.</param>
/// <param name="PinnedAt">Since when.</param>
public sealed record PinRecord(string Holder, IReadOnlyList<string> Identities, DateTimeOffset PinnedAt)
{
    /// <summary>The record as it is written.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StoreJson.Default.PinRecord);

    /// <summary>Null when it is not whole.</summary>
    public static PinRecord? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoreJson.Default.PinRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Made by the compiler: reflection is not there in an ahead-of-time agent.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoreRecord))]
[JsonSerializable(typeof(PinRecord))]
internal sealed partial class StoreJson : JsonSerializerContext;
