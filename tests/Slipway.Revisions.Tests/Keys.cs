using System.Diagnostics;
using System.Security.Cryptography;
using Slipway.Revisions.Signing;
using Xunit;

namespace Slipway.Revisions.Tests;

/// <summary>Keys that are made for one test and thrown away with its folder.</summary>
internal static class Keys
{
    /// <summary>An SSH key pair: the private key's file, and NAME.pub beside it. Skips the test where ssh-keygen is missing.</summary>
    internal static string Ssh(TempFolder temp, string name, string type = "ed25519", string passphrase = "")
    {
        Programs.Run(temp.Path, "ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", name, "-f", temp.Under(name));
        return temp.Under(name);
    }

    /// <summary>The public key line.</summary>
    internal static string PublicOf(string sshKey) => File.ReadAllText(sshKey + ".pub").Trim();

    /// <summary>A private key on P-256 in PEM; encrypted where there is a passphrase. NAME.pub.pem beside it is the public key.</summary>
    internal static string Pem(TempFolder temp, string name, string? passphrase = null, ECCurve? curve = null)
    {
        using var key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256);
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        temp.Write($"{name}.pem", passphrase is null ? key.ExportPkcs8PrivateKeyPem() : key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, parameters), "600");
        temp.Write($"{name}.pub.pem", key.ExportSubjectPublicKeyInfoPem());
        return temp.Under($"{name}.pem");
    }

    internal static AllowedSigners Allowed(string principal, string key) => new([AllowedSigner.Parse(principal, key, null)], []);
}
