using System.Text;
using Slipway.Specifications;

namespace Slipway.Revisions.Signing;

/// <summary>Whose signatures of a revision count.</summary>
/// <param name="Signers">Keys with the names of those who hold them.</param>
/// <param name="Files">Texts in the format of OpenSSH's allowed_signers, as git uses it too; ssh-keygen reads them.</param>
public sealed record AllowedSigners(IReadOnlyList<AllowedSigner> Signers, IReadOnlyList<string> Files)
{
    private const long LargestFile = 1 << 20;

    /// <summary>One list of all.</summary>
    public static AllowedSigners Of(IEnumerable<AllowedSigners> lists)
    {
        var all = lists.ToList();
        return new([.. all.SelectMany(l => l.Signers)], [.. all.SelectMany(l => l.Files)]);
    }

    /// <summary>A file with allowed signers in OpenSSH's format, or a public key in PEM, whose holder is then called as the file is.</summary>
    /// <exception cref="SlipwayException">SLW0148: it cannot be read, is too large, or names nobody.</exception>
    public static AllowedSigners FromFile(string file)
    {
        try
        {
            if (new FileInfo(file).Length > LargestFile) throw RevisionErrors.BadSigners(file, "the file has more than 1 MiB");
            var text = File.ReadAllText(file, Encoding.Latin1);
            if (text.Contains("-----BEGIN", StringComparison.Ordinal))
                return new([AllowedSigner.Parse(Path.GetFileNameWithoutExtension(file).Replace(' ', '-'), text, file)], []);
            return text.Split('\n').Any(line => line.Trim() is { Length: > 0 } content && content[0] != '#') ? new([], [text])
                : throw RevisionErrors.BadSigners(
                    file, "the file names nobody; a line is 'principal [options] key-type key', as 'man ssh-keygen' has it under ALLOWED SIGNERS");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RevisionErrors.BadSigners(file, e.Message.TrimEnd('.'), e);
        }
    }
}

/// <summary>Somebody and the key that he signs with.</summary>
/// <param name="Principal">Who it is, usually a mail address.</param>
/// <param name="Key">An SSH public key, <c>ssh-ed25519 AAAA…</c>, or an ECDSA P-256 public key in PEM.</param>
public sealed record AllowedSigner(string Principal, string Key)
{
    /// <summary>Checks name and key.</summary>
    /// <param name="principal">Who.</param>
    /// <param name="key">The key.</param>
    /// <param name="file">The file that an error names.</param>
    /// <exception cref="SlipwayException">SLW0148: the name has characters that mean something in allowed_signers, or the key is none.</exception>
    public static AllowedSigner Parse(string principal, string key, string? file)
    {
        if (principal.Length is 0 or > 255 || !principal.All(c => char.IsAsciiLetterOrDigit(c) || c is '@' or '.' or '_' or '-' or '+' or '/' or ':'))
            throw RevisionErrors.BadSigners(file, $"'{RevisionErrors.Shown(principal)}' is no principal; write a name without blanks, such as a mail address");
        var signer = new AllowedSigner(principal, key.Trim());
        return signer.Blob is not null ? signer
            : throw RevisionErrors.BadSigners(file, $"the key of '{principal}' is neither an SSH public key (ssh-ed25519 AAAA...) nor an ECDSA P-256 public key in PEM");
    }

    /// <summary>The key in SSH's binary form; null when it is none.</summary>
    internal byte[]? Blob
    {
        get
        {
            if (SshText.TryKey(Key, out var key)) return key;
            using var ecdsa = EcdsaKeys.Public(Key);
            return ecdsa is null ? null : SshText.KeyOf(ecdsa);
        }
    }

    /// <summary>The line for ssh-keygen; the namespace stands in it, so that nothing else that this key signs counts.</summary>
    internal string Line
    {
        get
        {
            var blob = Blob!;
            ReadOnlySpan<byte> rest = blob;
            SshText.TryTake(ref rest, out var kind);
            return $"{Principal} namespaces=\"{SigningKey.Namespace}\" {Encoding.ASCII.GetString(kind)} {Convert.ToBase64String(blob)}\n";
        }
    }
}
