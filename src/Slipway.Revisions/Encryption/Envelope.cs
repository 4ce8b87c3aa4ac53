using System.Security.Cryptography;
using Slipway.Specifications;

namespace Slipway.Revisions.Encryption;

/// <summary>Encrypts and decrypts the content of one file; see <see cref="EnvelopeFormat"/>.</summary>
public static class Envelope
{
    /// <summary>Writes an envelope around all that is left in a stream. Its size is that of the content, the header, and 16 bytes a MiB.</summary>
    /// <exception cref="SlipwayException">The key cannot be used.</exception>
    public static async Task SealAsync(Stream content, Stream envelope, IKeyWrapping key, EnvelopeContext context, CancellationToken cancellation)
    {
        var dataKey = await key.NewDataKeyAsync(context, cancellation).ConfigureAwait(false);
        try
        {
            var header = EnvelopeFormat.Header(key.KeyId, dataKey.Wrapped);
            await envelope.WriteAsync(header, cancellation).ConfigureAwait(false);
            using var cipher = new AesGcm(dataKey.Key, EnvelopeFormat.TagBytes);

            // One chunk ahead: the last one must be known for what it is.
            var (plain, next, output) = (new byte[EnvelopeFormat.ChunkSize], new byte[EnvelopeFormat.ChunkSize], new byte[EnvelopeFormat.ChunkSize + EnvelopeFormat.TagBytes]);
            var read = await ReadAsync(content, plain, cancellation).ConfigureAwait(false);
            var isLast = false;
            for (var index = 0L; !isLast; index++)
            {
                var ahead = read == plain.Length ? await ReadAsync(content, next, cancellation).ConfigureAwait(false) : 0;
                isLast = ahead == 0;
                cipher.Encrypt(EnvelopeFormat.Nonce(index), plain.AsSpan(0, read), output.AsSpan(0, read), output.AsSpan(read, EnvelopeFormat.TagBytes),
                    EnvelopeFormat.Authenticated(header, index, isLast));
                await envelope.WriteAsync(output.AsMemory(0, read + EnvelopeFormat.TagBytes), cancellation).ConfigureAwait(false);
                ((plain, next), read) = ((next, plain), ahead);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey.Key);
        }
    }

    /// <summary>
    /// Writes the content of an envelope. No byte of a chunk is handed out before the chunk is known to be genuine and in its place; that nothing is
    /// missing is known when this returns, so what was written must not be used after an exception.
    /// </summary>
    /// <param name="envelope">The envelope, to its end.</param>
    /// <param name="content">Takes the content.</param>
    /// <param name="name">Names the envelope in errors.</param>
    /// <param name="key">The key; null when none was given.</param>
    /// <param name="context">What the envelope is of.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="SlipwayException">SLW0153, SLW0154: no key or another one; SLW0155: changed, cut off or added to; SLW0156: no envelope.</exception>
    public static async Task OpenAsync(
        Stream envelope, Stream content, string name, IKeyWrapping? key, EnvelopeContext context, CancellationToken cancellation)
    {
        var header = await EnvelopeHeader.ReadAsync(envelope, name, cancellation).ConfigureAwait(false);
        if (key is null) throw EncryptionErrors.KeyMissing(name, header.KeyId);
        var dataKey = await key.UnwrapAsync(name, header.KeyId, header.WrappedKey, context, cancellation).ConfigureAwait(false);
        try
        {
            using var cipher = new AesGcm(dataKey, EnvelopeFormat.TagBytes);
            var (chunk, next, plain) = (new byte[EnvelopeFormat.ChunkSize + EnvelopeFormat.TagBytes], new byte[EnvelopeFormat.ChunkSize + EnvelopeFormat.TagBytes], new byte[EnvelopeFormat.ChunkSize]);
            var read = await ReadAsync(envelope, chunk, cancellation).ConfigureAwait(false);
            var isLast = false;
            for (var index = 0L; !isLast; index++)
            {
                if (read < EnvelopeFormat.TagBytes) throw EncryptionErrors.Tampered(name, "it is cut off");
                var ahead = read == chunk.Length ? await ReadAsync(envelope, next, cancellation).ConfigureAwait(false) : 0;
                isLast = ahead == 0;
                var size = read - EnvelopeFormat.TagBytes;
                Decrypt(cipher, chunk.AsSpan(0, read), plain.AsSpan(0, size), header.Bytes, index, isLast, name);
                await content.WriteAsync(plain.AsMemory(0, size), cancellation).ConfigureAwait(false);
                ((chunk, next), read) = ((next, chunk), ahead);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    private static void Decrypt(AesGcm cipher, ReadOnlySpan<byte> chunk, Span<byte> plain, byte[] header, long index, bool isLast, string name)
    {
        try
        {
            cipher.Decrypt(EnvelopeFormat.Nonce(index), chunk[..plain.Length], chunk[plain.Length..], plain, EnvelopeFormat.Authenticated(header, index, isLast));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw EncryptionErrors.Tampered(name, $"part {index + 1} is not what was written there, or what follows it is missing", e);
        }
    }

    private static ValueTask<int> ReadAsync(Stream stream, byte[] buffer, CancellationToken cancellation) =>
        stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
}
