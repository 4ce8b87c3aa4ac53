using System.Security.Cryptography;
using System.Text;
using Slipway.Specifications;

namespace Slipway.Revisions.Encryption;

/// <summary>A wrapping key in a file of its own: 32 random bytes in base64.</summary>
public sealed class KeyFile : IKeyWrapping
{
    private const int NonceBytes = 12, LongestFile = 1024;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly byte[] _key;

    private KeyFile(byte[] key) => (_key, KeyId) = (key, IdOf(key));

    /// <summary><c>file:</c> and the beginning of a digest of the key: the same in every place that the file is copied to.</summary>
    public string KeyId { get; }

    /// <summary>Makes a key and writes it into a new file that only its owner can read.</summary>
    /// <exception cref="SlipwayException">SLW0157: the file exists; SLW0150: it cannot be written.</exception>
    public static KeyFile Create(string path)
    {
        if (Path.Exists(path)) throw EncryptionErrors.KeyExists(path);
        var key = RandomNumberGenerator.GetBytes(EnvelopeFormat.KeyBytes);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, options);
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"));
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw EncryptionErrors.KeyFile(path, e.Message, e);
        }

        return new(key);
    }

    /// <summary>Reads a key file.</summary>
    /// <exception cref="SlipwayException">SLW0150: unreadable; SLW0151: no key; SLW0152: not the owner's alone (on Unix).</exception>
    public static KeyFile Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

            // Of the open file, not of the name: the two may differ by now.
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file.SafeFileHandle) is var mode && (mode & Others) != 0)
                throw EncryptionErrors.KeyReadableByOthers(path, Convert.ToString((int)mode, 8).PadLeft(4, '0'));
            var text = new byte[LongestFile];
            var read = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            try
            {
                return new(Decode(text.AsSpan(0, read)) ?? throw EncryptionErrors.NoKey(path));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(text);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw EncryptionErrors.KeyFile(path, e.Message, e);
        }
    }

    /// <inheritdoc />
    public Task<DataKey> NewDataKeyAsync(EnvelopeContext context, CancellationToken cancellation)
    {
        var key = RandomNumberGenerator.GetBytes(EnvelopeFormat.KeyBytes);
        var wrapped = new byte[NonceBytes + key.Length + EnvelopeFormat.TagBytes];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(_key, EnvelopeFormat.TagBytes);
        cipher.Encrypt(wrapped.AsSpan(0, NonceBytes), key, wrapped.AsSpan(NonceBytes, key.Length), wrapped.AsSpan(NonceBytes + key.Length), Bound(context));
        return Task.FromResult(new DataKey(key, wrapped));
    }

    /// <inheritdoc />
    public Task<byte[]> UnwrapAsync(string envelope, string keyId, ReadOnlyMemory<byte> wrapped, EnvelopeContext context, CancellationToken cancellation)
    {
        if (keyId != KeyId || wrapped.Length != NonceBytes + EnvelopeFormat.KeyBytes + EnvelopeFormat.TagBytes) throw EncryptionErrors.WrongKey(envelope, keyId, KeyId);
        var key = new byte[EnvelopeFormat.KeyBytes];
        var bytes = wrapped.Span;
        using var cipher = new AesGcm(_key, EnvelopeFormat.TagBytes);
        try
        {
            cipher.Decrypt(bytes[..NonceBytes], bytes.Slice(NonceBytes, key.Length), bytes[(NonceBytes + key.Length)..], key, Bound(context));
            return Task.FromResult(key);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw EncryptionErrors.WrongKey(envelope, keyId, KeyId);
        }
    }

    // A line break can stand in neither of the two, so that no two contexts have one text.
    private static byte[] Bound(EnvelopeContext context) => Encoding.UTF8.GetBytes($"slipway data key 1\n{context.ApplicationName}\n{context.Identity}");

    private static string IdOf(byte[] key) => "file:" + Convert.ToHexStringLower(SHA256.HashData([.. "slipway key id 1\n"u8, .. key]))[..16];

    private static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var key = new byte[EnvelopeFormat.KeyBytes];
        Span<char> characters = stackalloc char[64];
        text = text.Trim(" \t\r\n"u8);
        if (text.Length > characters.Length) return null;
        for (var i = 0; i < text.Length; i++) characters[i] = (char)text[i];
        return Convert.TryFromBase64Chars(characters[..text.Length], key, out var written) && written == key.Length ? key : null;
    }
}
