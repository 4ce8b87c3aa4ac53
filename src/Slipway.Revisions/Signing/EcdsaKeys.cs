using System.Security.Cryptography;

namespace Slipway.Revisions.Signing;

/// <summary>ECDSA keys in PEM. Only the curve P-256 is taken: one algorithm, so that nothing has to be negotiated.</summary>
internal static class EcdsaKeys
{
    /// <summary>A public key of SubjectPublicKeyInfo; null when it is none on P-256. To be disposed.</summary>
    internal static ECDsa? Public(byte[] info) => Import(key => key.ImportSubjectPublicKeyInfo(info, out _));

    /// <summary>A public key in PEM; null when it is none on P-256. To be disposed.</summary>
    internal static ECDsa? Public(string pem) =>
        pem.Contains("-----BEGIN PUBLIC KEY-----", StringComparison.Ordinal) ? Import(key => key.ImportFromPem(pem)) : null;

    /// <summary>A private key in PEM. To be disposed.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0143: no ECDSA key on P-256; SLW0144: the passphrase is missing or wrong.</exception>
    internal static ECDsa Private(string file, string pem, string? passphrase)
    {
        var isEncrypted = pem.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        if (pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
            throw RevisionErrors.BadKey(file, "it is encrypted in OpenSSL's old way; convert it with 'openssl pkcs8 -topk8'");
        if (isEncrypted && string.IsNullOrEmpty(passphrase))
        {
            throw RevisionErrors.Passphrase(
                file, $"The key has a passphrase, and {SigningKey.PassphraseVariable} is not set. Set it in the environment of the build; nobody is asked for it.");
        }

        try
        {
            return Import(key =>
            {
                if (isEncrypted) key.ImportFromEncryptedPem(pem, passphrase);
                else key.ImportFromPem(pem);
            }, swallow: false) ?? throw RevisionErrors.BadKey(file, "it is on another curve than P-256 (prime256v1)");
        }
        catch (CryptographicException e) when (isEncrypted)
        {
            throw RevisionErrors.Passphrase(
                file, $"The key cannot be decrypted. Correct the passphrase in {SigningKey.PassphraseVariable}, and take an ECDSA P-256 key ({e.Message})");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw RevisionErrors.BadKey(file, "it is a private key in PEM, but not one of ECDSA", e);
        }
    }

    private static ECDsa? Import(Action<ECDsa> import, bool swallow = true)
    {
        var key = ECDsa.Create();
        try
        {
            import(key);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value) return key;
            key.Dispose();
            return null;
        }
        catch (Exception e)
        {
            key.Dispose();
            if (swallow && e is CryptographicException or ArgumentException) return null;
            throw;
        }
    }
}
