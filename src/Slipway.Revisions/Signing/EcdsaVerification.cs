namespace Slipway.Revisions.Signing;

/// <summary>Looks at ECDSA signatures in a DSSE envelope.</summary>
internal static class EcdsaVerification
{
    internal static IEnumerable<RevisionSignature> Examine(string name, ReadOnlyMemory<byte> envelope, ReadOnlyMemory<byte> statement, AllowedSigners? allowed)
    {
        if (Dsse.Parse(envelope) is not var (payload, entries)) return [Bad(name, "", "it is no DSSE envelope of an in-toto statement")];
        return payload.AsSpan().SequenceEqual(statement.Span) ? [.. entries.Select(entry => Examine(name, entry, statement, allowed))]
            : [Bad(name, "", "it is a signature of another statement")];
    }

    private static RevisionSignature Examine(string name, Dsse.Entry entry, ReadOnlyMemory<byte> statement, AllowedSigners? allowed)
    {
        using var key = entry.PublicKey is null ? null : EcdsaKeys.Public(entry.PublicKey);
        if (key is null) return Bad(name, "", "it does not bring its public key, or one that is not on P-256");
        var blob = SshText.KeyOf(key);
        if (!Dsse.Verify(key, statement.Span, entry.Signature)) return Bad(name, SshText.Fingerprint(blob), "it is not a signature of this statement");
        var signer = allowed?.Signers.FirstOrDefault(s => s.Blob is { } other && other.AsSpan().SequenceEqual(blob));
        return new(name, "ecdsa-p256", SshText.Fingerprint(blob), signer is null ? SignatureState.Unvouched : SignatureState.Allowed, signer?.Principal,
            signer is null && allowed is not null ? "no allowed signer has this key" : null);
    }

    private static RevisionSignature Bad(string name, string fingerprint, string reason) =>
        new(name, fingerprint.Length == 0 ? "" : "ecdsa-p256", fingerprint, SignatureState.Bad, null, reason);
}
