using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Slipway.Revisions.Encryption;
using Slipway.Specifications;

namespace Slipway.Aws;

/// <summary>
/// A wrapping key in AWS KMS, which never leaves it. The application and the identity are the encryption context: KMS opens a data key for the revision
/// only that it was made for, and CloudTrail shows which.
/// </summary>
/// <param name="keyId">The key: id, ARN or alias.</param>
/// <param name="client">The service.</param>
internal sealed class KmsKeyWrapping(string keyId, IAmazonKeyManagementService client) : IKeyWrapping, IDisposable
{
    /// <inheritdoc />
    public string KeyId { get; } = keyId;

    /// <inheritdoc />
    public async Task<DataKey> NewDataKeyAsync(EnvelopeContext context, CancellationToken cancellation)
    {
        try
        {
            var response = await client.GenerateDataKeyAsync(
                new() { KeyId = KeyId, KeySpec = DataKeySpec.AES_256, EncryptionContext = Of(context) }, cancellation).ConfigureAwait(false);
            return new(response.Plaintext.ToArray(), response.CiphertextBlob.ToArray());
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            throw AwsFailure.Of(e, "kms:GenerateDataKey", KeyId, KeyId);
        }
    }

    /// <inheritdoc />
    /// <exception cref="SlipwayException">SLW0154, SLW06nn.</exception>
    public async Task<byte[]> UnwrapAsync(string envelope, string keyId, ReadOnlyMemory<byte> wrapped, EnvelopeContext context, CancellationToken cancellation)
    {
        if (!KeyReference.IsKms(keyId)) throw EncryptionErrors.WrongKey(envelope, keyId, KeyId);
        try
        {
            // The key is named: a data key that somebody wrapped with a key of their own is not taken.
            using var blob = new MemoryStream(wrapped.ToArray());
            var response = await client.DecryptAsync(new() { KeyId = KeyId, CiphertextBlob = blob, EncryptionContext = Of(context) }, cancellation).ConfigureAwait(false);
            return response.Plaintext.ToArray();
        }
        catch (Exception e) when (e is InvalidCiphertextException or IncorrectKeyException)
        {
            throw EncryptionErrors.WrongKey(envelope, keyId, KeyId, "KMS does not open it with this key for this application and revision");
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            throw AwsFailure.Of(e, "kms:Decrypt", KeyId, KeyId);
        }
    }

    public void Dispose() => client.Dispose();

    private static Dictionary<string, string> Of(EnvelopeContext context) =>
        new() { ["slipway:application"] = context.ApplicationName, ["slipway:revision"] = context.Identity };
}
