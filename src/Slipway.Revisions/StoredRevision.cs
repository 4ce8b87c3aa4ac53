namespace Slipway.Revisions;

/// <summary>A revision in a store.</summary>
/// <param name="Identity">That of its manifest; for a bundle without one, the SHA-256 of the bundle.</param>
/// <param name="ApplicationName">Whose revision it is.</param>
/// <param name="Type">Format of the bundle.</param>
/// <param name="Size">Bytes of the plain bundle.</param>
/// <param name="Sha256">Digest of the plain bundle, lower-case hexadecimal.</param>
/// <param name="StoredAt">When it was last put.</param>
/// <param name="Location">Where the store keeps it: a full path or an s3:// address. Behind it stands the plain bundle unless <paramref name="KeyId"/> says otherwise.</param>
/// <param name="KeyId">The key that the store's copy is encrypted with before it leaves this machine; null when it is not.</param>
/// <param name="Damage">What is wrong with the entry as far as it shows without reading the bundle; null when nothing is.</param>
public sealed record StoredRevision(
    string Identity, string ApplicationName, BundleType Type, long Size, string Sha256, DateTimeOffset StoredAt, string Location, string? KeyId = null,
    string? Damage = null);
