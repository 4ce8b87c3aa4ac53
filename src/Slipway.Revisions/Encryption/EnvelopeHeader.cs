using System.Buffers.Binary;
using System.Text;
using Slipway.Specifications;

namespace Slipway.Revisions.Encryption;

/// <summary>The head of an envelope that is opened.</summary>
/// <param name="KeyId">The key that wraps its data key.</param>
/// <param name="WrappedKey">The wrapped data key.</param>
/// <param name="Bytes">The whole header, which every chunk authenticates.</param>
internal sealed record EnvelopeHeader(string KeyId, byte[] WrappedKey, byte[] Bytes)
{
    /// <summary>Reads a header; nothing in it is believed before a chunk has opened, so its lengths are held to small bounds.</summary>
    /// <exception cref="SlipwayException">SLW0155, SLW0156.</exception>
    internal static async Task<EnvelopeHeader> ReadAsync(Stream envelope, string name, CancellationToken cancellation)
    {
        var start = new byte[EnvelopeFormat.FixedBytes];
        if (await envelope.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false) < start.Length
            || !start.AsSpan().StartsWith(EnvelopeFormat.Magic)) throw EncryptionErrors.NoEnvelope(name, "it does not begin as one");
        if (start[16] != EnvelopeFormat.Version) throw EncryptionErrors.NoEnvelope(name, $"it has format {start[16]}, and this version of Slipway knows format {EnvelopeFormat.Version}");
        var (id, wrapped) = (BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(17)), BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(19)));
        var chunk = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(21));
        if (id > EnvelopeFormat.LongestKeyId || wrapped > EnvelopeFormat.LongestWrappedKey || chunk != EnvelopeFormat.ChunkSize) throw EncryptionErrors.Tampered(name, "its header makes no sense");
        var header = new byte[start.Length + id + wrapped];
        start.CopyTo(header, 0);
        var rest = header.AsMemory(start.Length);
        if (await envelope.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false) < rest.Length) throw EncryptionErrors.Tampered(name, "its header is cut off");
        return new(Encoding.UTF8.GetString(header, start.Length, id), header[(start.Length + id)..], header);
    }
}
