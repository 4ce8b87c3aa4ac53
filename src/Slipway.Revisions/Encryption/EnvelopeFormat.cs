using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Revisions.Encryption;

/// <summary>
/// The layout of an envelope, described in docs/revision-stores.md: a header, then chunks, each AES-256-GCM with a tag of 16 bytes. A chunk's nonce is its
/// number (the data key is used for this one envelope). What is authenticated with it: the header's SHA-256, the number, and whether it is the last
/// one. So a chunk opens only in its place, in its envelope, and the end is where it was.
/// </summary>
public static class EnvelopeFormat
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    /// <summary>Bytes of plain text in every chunk but the last, which has fewer or as many; only an empty content has an empty chunk.</summary>
    internal const int ChunkSize = 1 << 20;

    internal const int TagBytes = 16;

    internal const int LongestKeyId = 2048, LongestWrappedKey = 8192;

    internal const byte Version = 1;

    /// <summary>Magic, version, length of the key's id, length of the wrapped key, chunk size.</summary>
    internal const int FixedBytes = 16 + 1 + 2 + 2 + 4;

    private const int NonceBytes = 12;

    internal static ReadOnlySpan<byte> Magic => "slipway-envelope"u8;

    internal static byte[] Header(string keyId, ReadOnlySpan<byte> wrappedKey)
    {
        var id = Encoding.UTF8.GetBytes(keyId);
        var header = new byte[FixedBytes + id.Length + wrappedKey.Length];
        Magic.CopyTo(header);
        header[16] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(17), checked((ushort)id.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(19), checked((ushort)wrappedKey.Length));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(21), ChunkSize);
        id.CopyTo(header, FixedBytes);
        wrappedKey.CopyTo(header.AsSpan(FixedBytes + id.Length));
        return header;
    }

    internal static byte[] Nonce(long index)
    {
        var nonce = new byte[NonceBytes];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(NonceBytes - sizeof(long)), index);
        return nonce;
    }

    internal static byte[] Authenticated(ReadOnlySpan<byte> header, long index, bool isLast)
    {
        var data = new byte[SHA256.HashSizeInBytes + sizeof(long) + 1];
        SHA256.HashData(header, data);
        BinaryPrimitives.WriteInt64BigEndian(data.AsSpan(SHA256.HashSizeInBytes), index);
        data[^1] = isLast ? (byte)1 : (byte)0;
        return data;
    }
}
