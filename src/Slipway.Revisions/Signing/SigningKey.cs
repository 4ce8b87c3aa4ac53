using System.Security.Cryptography;
using System.Text;
using Slipway.Revisions.Attachments;
using Slipway.Specifications;

namespace Slipway.Revisions.Signing;

/// <summary>A key that signs revisions: an SSH key, its own file or in the agent, or an ECDSA P-256 key in PEM.</summary>
public sealed class SigningKey
{
    /// <summary>The namespace of our SSH signatures: one that was made for a commit or a file signs no revision.</summary>
    public const string Namespace = "revision@slipway";

    /// <summary>Environment variable with the passphrase of an encrypted key in PEM.</summary>
    public const string PassphraseVariable = "SLIPWAY_SIGNING_PASSPHRASE";

    private const long LargestKey = 64 << 10;

    private readonly string _file;
    private readonly Func<ReadOnlyMemory<byte>, BundleAttachment> _sign;

    private SigningKey(string file, Func<ReadOnlyMemory<byte>, BundleAttachment> sign) => (_file, _sign) = (file, sign);

    /// <summary>Looks at a key without signing, so that a wrong one is found before anything is packed.</summary>
    /// <param name="file">
    /// An SSH private key, an SSH public key whose private part is in the agent (or beside it), or an ECDSA P-256 private key in PEM.
    /// </param>
    /// <param name="passphrase">The passphrase of an encrypted PEM; null when there is none.</param>
    /// <exception cref="SlipwayException">SLW0143: it cannot be read or is no key that signs; SLW0144: a passphrase is needed and not there.</exception>
    public static SigningKey Open(string file, string? passphrase)
    {
        var text = Read(file);
        if (text.Contains("-----BEGIN OPENSSH PRIVATE KEY-----", StringComparison.Ordinal)) return Ssh(file, SshFile(file, text));
        if (SshText.TryKey(text, out _)) return Ssh(file, file);
        if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            EcdsaKeys.Private(file, text, passphrase).Dispose();
            return new(file, statement =>
            {
                using var key = EcdsaKeys.Private(file, text, passphrase);
                return Named(SshText.KeyOf(key), "dsse.json", Dsse.Sign(key, statement));
            });
        }

        throw RevisionErrors.BadKey(file, "it is neither an SSH key nor a private key in PEM");
    }

    /// <summary>Signs a statement; the attachment's name is the key's, so that signing again with it replaces the signature.</summary>
    /// <exception cref="SlipwayException">SLW0145: ssh-keygen is missing; SLW0146: it did not sign.</exception>
    public BundleAttachment Sign(ReadOnlyMemory<byte> statement) => _sign(statement);

    /// <inheritdoc />
    public override string ToString() => _file;

    private static SigningKey Ssh(string file, string used) => new(file, statement =>
    {
        var outcome = SshKeygen.Run(statement, file, "-Y", "sign", "-q", "-n", Namespace, "-f", used);
        var signature = Encoding.ASCII.GetBytes(outcome.Output);
        return outcome.ExitCode == 0 && SshSignature.Parse(signature) is { } parsed ? Named(parsed.Key, "sshsig", signature)
            : throw RevisionErrors.SshKeygenFailed(file, outcome.Reason);
    });

    private static BundleAttachment Named(byte[] key, string ending, byte[] signature) =>
        new($"{BundleAttachment.Signatures}{Convert.ToHexStringLower(SHA256.HashData(key))[..16]}.{ending}", signature);

    /// <summary>The file to hand to ssh-keygen: of an encrypted key the public one, so that the agent is asked and nobody else.</summary>
    private static string SshFile(string file, string text)
    {
        if (!IsEncrypted(text)) return file;
        return File.Exists(file + ".pub") ? file + ".pub"
            : throw RevisionErrors.Passphrase(
                file, "The SSH key has a passphrase, and nobody is asked for it. Load the key into the agent (ssh-add) and name its public key file.");
    }

    private static bool IsEncrypted(string text)
    {
        // "openssh-key-v1\0", then the name of the cipher (OpenSSH, PROTOCOL.key).
        var begin = text.IndexOf("KEY-----", StringComparison.Ordinal) + "KEY-----".Length;
        var end = text.IndexOf("-----END", StringComparison.Ordinal);
        if (end < begin) return false;
        var bytes = new byte[end - begin];
        if (!Convert.TryFromBase64String(text[begin..end], bytes, out var length)) return false;
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, length);
        if (!rest.StartsWith("openssh-key-v1\0"u8)) return false;
        rest = rest["openssh-key-v1\0".Length..];
        return SshText.TryTake(ref rest, out var cipher) && !cipher.SequenceEqual("none"u8);
    }

    private static string Read(string file)
    {
        try
        {
            return new FileInfo(file) is { Length: > LargestKey } ? throw RevisionErrors.BadKey(file, "it is too large for a key") : File.ReadAllText(file, Encoding.Latin1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RevisionErrors.BadKey(file, $"it cannot be read ({e.Message.TrimEnd('.')})", e);
        }
    }
}
