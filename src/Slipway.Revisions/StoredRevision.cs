namespace Slipway.Revisions;

/// <summary>A revision in a store.</summary>
/// <param name="Identity">That of its manifest; for a bundle without one, the SHA-256 of the bundle.</param>
/// <param name="ApplicationName">Whose revision it is.</param>
/// <param name="Type">Format of the bundle.</param>
/// <param name="Size">Bytes of the bundle.</param>
/// <param name="Sha256">Digest of the bundle, lower-case hexadecimal.</param>
/// <param name="StoredAt">When it was last put.</param>
/// <param name="BundleFile">Full path of the bundle on this machine.</param>
/// <param name="Damage">What is wrong with the entry as far as it shows without reading the bundle; null when nothing is.</param>
public sealed record StoredRevision(
    string Identity, string ApplicationName, BundleType Type, long Size, string Sha256, DateTimeOffset StoredAt, string BundleFile, string? Damage = null);
