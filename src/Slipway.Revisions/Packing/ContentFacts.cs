namespace Slipway.Revisions.Packing;

/// <summary>What there is to know of the content of a file, as it is packed.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="Crc">zip's checksum.</param>
/// <param name="Stored">Whether a zip holds it uncompressed, because it is tiny or compressed already.</param>
internal sealed record ContentFacts(long Size, Digest Sha256, uint Crc, bool Stored);
