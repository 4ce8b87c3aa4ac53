using System.Diagnostics;
using System.Security.Cryptography;
using Slipway.Revisions;
using Slipway.Revisions.Signing;

namespace Slipway.Instances.Tests.Trust;

/// <summary>Packs and signs revisions with keys that are made for one test.</summary>
internal sealed class SignedRevisions : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("slipway-signed-").FullName;
    private int bundles;

    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>A key on P-256, in PEM; and who may sign with it.</summary>
    public (SigningKey Key, AllowedSigners Allowed) Signer(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(PathOf(name + ".pem"), key.ExportPkcs8PrivateKeyPem());
        return (SigningKey.Open(PathOf(name + ".pem"), null), new([AllowedSigner.Parse(name, key.ExportSubjectPublicKeyInfoPem(), null)], []));
    }

    /// <summary>An SSH key; null where ssh-keygen is missing.</summary>
    public (SigningKey Key, string PublicKey)? SshSigner(string name)
    {
        try
        {
            using var process = Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", PathOf(name)]);
            process.WaitForExit();
            return (SigningKey.Open(PathOf(name), null), File.ReadAllText(PathOf(name + ".pub")).Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public string Pack(string revision, BundleType type, string? application, params SigningKey[] keys)
    {
        var bundle = PathOf($"bundle-{bundles++}");
        var options = new PackOptions { Type = type, Attach = keys.Length == 0 ? null : RevisionSigning.Of(new() { ApplicationName = application }, withSbom: false, keys) };
        return RevisionPacker.PackAsync(RevisionGathering.FromFolder(revision), bundle, options, default).GetAwaiter().GetResult().BundleFile;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
