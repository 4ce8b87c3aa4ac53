using System.Text;

namespace Slipway.Revisions.Signing;

/// <summary>What an armoured SSH signature says of itself (OpenSSH, PROTOCOL.sshsig); whether it is good only ssh-keygen tells.</summary>
/// <param name="Key">The public key, or certificate, in SSH's binary form.</param>
/// <param name="Namespace">What it was made for.</param>
internal sealed record SshSignature(byte[] Key, string Namespace)
{
    private const string Begin = "-----BEGIN SSH SIGNATURE-----", End = "-----END SSH SIGNATURE-----";

    /// <summary>Null when the bytes are no SSH signature.</summary>
    internal static SshSignature? Parse(ReadOnlySpan<byte> armoured)
    {
        var text = Encoding.Latin1.GetString(armoured).Trim();
        if (!text.StartsWith(Begin, StringComparison.Ordinal) || !text.EndsWith(End, StringComparison.Ordinal) || text.Length < Begin.Length + End.Length) return null;
        var base64 = text[Begin.Length..^End.Length];
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length)) return null;
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, length);
        if (!rest.StartsWith("SSHSIG\0\0\0\u0001"u8)) return null;
        rest = rest[10..];
        return SshText.TryTake(ref rest, out var key) && SshText.TryTake(ref rest, out var purpose) ? new(key.ToArray(), Encoding.UTF8.GetString(purpose)) : null;
    }
}
