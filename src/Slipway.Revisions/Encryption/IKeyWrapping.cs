using Slipway.Specifications;

namespace Slipway.Revisions.Encryption;

/// <summary>
/// A key that encrypts keys. Every envelope has a data key of its own; only its wrapped form is written, so the wrapping key is never near the data and
/// can be kept in a file or in a key service.
/// </summary>
public interface IKeyWrapping
{
    /// <summary>Tells keys apart and says which one opens an envelope; no secret.</summary>
    string KeyId { get; }

    /// <summary>A new data key for one envelope.</summary>
    /// <exception cref="SlipwayException">SLW015n, SLW06nn: the key cannot be used.</exception>
    Task<DataKey> NewDataKeyAsync(EnvelopeContext context, CancellationToken cancellation);

    /// <summary>The data key of an envelope: <see cref="EnvelopeFormat.KeyBytes"/> bytes, to be zeroed after use.</summary>
    /// <exception cref="SlipwayException">SLW0154: it was wrapped with another key, or for something else. SLW06nn: the key cannot be used.</exception>
    Task<byte[]> UnwrapAsync(string envelope, string keyId, ReadOnlyMemory<byte> wrapped, EnvelopeContext context, CancellationToken cancellation);
}

/// <summary>A data key as it is used and as it is written.</summary>
/// <param name="Key">The key; to be zeroed after use.</param>
/// <param name="Wrapped">The same under the wrapping key.</param>
public sealed record DataKey(byte[] Key, byte[] Wrapped);

/// <summary>What an envelope is of. A wrapped key opens under the context that it was made for only, so stored bundles cannot be exchanged for one another.</summary>
/// <param name="ApplicationName">The application.</param>
/// <param name="Identity">The revision.</param>
public sealed record EnvelopeContext(string ApplicationName, string Identity);
