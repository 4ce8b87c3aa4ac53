using System.Text;

namespace Slipway.Revisions.Signing;

/// <summary>Looks at SSH signatures, with ssh-keygen.</summary>
internal static class SshVerification
{
    internal static RevisionSignature Examine(string name, ReadOnlyMemory<byte> signature, ReadOnlyMemory<byte> statement, AllowedSigners? allowed)
    {
        if (SshSignature.Parse(signature.Span) is not { } parsed) return new(name, "", "", SignatureState.Bad, null, "it is no SSH signature");
        ReadOnlySpan<byte> rest = parsed.Key;
        var type = SshText.TryTake(ref rest, out var kind) ? Encoding.ASCII.GetString(kind) : "";
        var result = new RevisionSignature(name, RevisionErrors.Shown(type), SshText.Fingerprint(parsed.Key), SignatureState.Bad, null, null);
        if (parsed.Namespace != SigningKey.Namespace)
            return result with { Reason = $"it was made for the namespace '{RevisionErrors.Shown(parsed.Namespace)}', not for {SigningKey.Namespace}" };
        return SshKeygen.WithFiles(write =>
        {
            var file = write("signature", signature);
            var check = SshKeygen.Run(statement, null, "-Y", "check-novalidate", "-n", SigningKey.Namespace, "-s", file);
            if (check.ExitCode != 0) return result with { Reason = "it is not a signature of this statement" };
            return allowed is null ? result with { State = SignatureState.Unvouched } : Vouch(result, file, statement, allowed, write);
        });
    }

    private static RevisionSignature Vouch(
        RevisionSignature result, string signature, ReadOnlyMemory<byte> statement, AllowedSigners allowed, Func<string, ReadOnlyMemory<byte>, string> write)
    {
        var inline = string.Concat(allowed.Signers.Select(s => s.Line));
        var reason = "no allowed signer has this key";
        foreach (var (text, i) in allowed.Files.Append(inline).Select((text, i) => (text, i)))
        {
            if (text.Length == 0) continue;
            var list = write($"allowed-{i}", Encoding.Latin1.GetBytes(text));
            var found = SshKeygen.Run(default, null, "-Y", "find-principals", "-s", signature, "-f", list);
            if (found.ExitCode != 0 && found.Errors.Contains("expired", StringComparison.OrdinalIgnoreCase))
                reason = "the key's line in the list of allowed signers has expired";
            foreach (var principal in found.ExitCode == 0 ? found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [])
            {
                var verified = SshKeygen.Run(statement, null, "-Y", "verify", "-n", SigningKey.Namespace, "-I", principal, "-s", signature, "-f", list);
                if (verified.ExitCode == 0) return result with { State = SignatureState.Allowed, Principal = RevisionErrors.Shown(principal) };
                reason = $"ssh-keygen does not accept it for '{RevisionErrors.Shown(principal)}': {RevisionErrors.Shown(verified.Reason)}";
            }
        }

        return result with { State = SignatureState.Unvouched, Reason = reason };
    }
}
