using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Slipway.Revisions.Signing;

/// <summary>A DSSE envelope (secure-systems-lab/dsse, version 1) with ECDSA P-256 signatures, in DER as other tools of that format read them.</summary>
internal static class Dsse
{
    /// <summary>What in-toto statements are called in an envelope.</summary>
    internal const string PayloadType = "application/vnd.in-toto+json";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A signature in an envelope.</summary>
    /// <param name="KeyId">What the envelope calls the key.</param>
    /// <param name="PublicKey">Its SubjectPublicKeyInfo; a field of ours, which others pass over. Null when it is not there.</param>
    /// <param name="Signature">The signature.</param>
    internal sealed record Entry(string KeyId, byte[]? PublicKey, byte[] Signature);

    /// <summary>The bytes that are signed: PAE, "DSSEv1 LENGTH TYPE LENGTH BODY".</summary>
    internal static byte[] PreAuthenticationEncoding(ReadOnlySpan<byte> body) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {PayloadType.Length} {PayloadType} {body.Length} ")), .. body];

    internal static byte[] Sign(ECDsa key, ReadOnlyMemory<byte> statement)
    {
        var signature = key.SignData(PreAuthenticationEncoding(statement.Span), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("payloadType", PayloadType);
            writer.WriteBase64String("payload", statement.Span);
            writer.WriteStartArray("signatures");
            writer.WriteStartObject();
            writer.WriteString("keyid", SshText.Fingerprint(SshText.KeyOf(key)));
            writer.WriteBase64String("sig", signature);
            writer.WriteBase64String("publicKey", key.ExportSubjectPublicKeyInfo());
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return json.ToArray();
    }

    /// <summary>Payload and signatures of an envelope; null when the bytes are none.</summary>
    internal static (byte[] Payload, IReadOnlyList<Entry> Signatures)? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.GetProperty("payloadType").GetString() != PayloadType) return null;
            var entries = root.GetProperty("signatures").EnumerateArray().Select(s => new Entry(
                s.TryGetProperty("keyid", out var id) ? id.GetString() ?? "" : "",
                s.TryGetProperty("publicKey", out var key) ? key.GetBytesFromBase64() : null,
                s.GetProperty("sig").GetBytesFromBase64())).ToList();
            return entries.Count == 0 ? null : (root.GetProperty("payload").GetBytesFromBase64(), entries);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether a key made a signature of a statement.</summary>
    internal static bool Verify(ECDsa key, ReadOnlySpan<byte> statement, byte[] signature)
    {
        try
        {
            return key.VerifyData(PreAuthenticationEncoding(statement), signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
