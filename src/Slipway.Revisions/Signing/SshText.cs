using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Revisions.Signing;

/// <summary>SSH's binary strings (RFC 4251, section 5) and what is built from them: keys and fingerprints.</summary>
internal static class SshText
{
    /// <summary>Takes a string of four bytes of length and that many bytes off the front; false when it is not whole.</summary>
    internal static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (rest.Length < 4) return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 4) return false;
        value = rest.Slice(4, (int)length);
        rest = rest[(4 + (int)length)..];
        return true;
    }

    /// <summary>As <c>ssh-keygen -l</c> shows a key.</summary>
    internal static string Fingerprint(ReadOnlySpan<byte> key) => "SHA256:" + Convert.ToBase64String(SHA256.HashData(key)).TrimEnd('=');

    /// <summary>The key of a public key line: <c>ssh-ed25519 AAAA… comment</c>; whether it names the kind that it is.</summary>
    internal static bool TryKey(string line, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        var fields = line.Trim().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 2 || line.Trim().AsSpan().IndexOfAny('\n', '\r') >= 0) return false;
        var bytes = new byte[fields[1].Length];
        if (!Convert.TryFromBase64String(fields[1], bytes, out var length)) return false;
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, length);
        if (!TryTake(ref rest, out var kind) || Encoding.ASCII.GetString(kind) != fields[0] || rest.IsEmpty) return false;
        key = bytes[..length];
        return true;
    }

    /// <summary>A P-256 key as SSH has it (RFC 5656), so that one key has one fingerprint in PEM and in SSH's form.</summary>
    internal static byte[] KeyOf(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        using var blob = new MemoryStream();
        Put(blob, "ecdsa-sha2-nistp256"u8);
        Put(blob, "nistp256"u8);
        Put(blob, [4, .. point.X!, .. point.Y!]);
        return blob.ToArray();
    }

    private static void Put(MemoryStream blob, ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        blob.Write(length);
        blob.Write(value);
    }
}
