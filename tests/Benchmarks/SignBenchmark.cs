using System.Security.Cryptography;
using Slipway.Revisions;
using Slipway.Revisions.Inventory;
using Slipway.Revisions.Signing;

namespace Slipway.Benchmarks;

/// <summary>
/// What attaching, signing and verifying cost on a published web application (the folder given, or the one that the benchmark "pack" keeps): packing with
/// statement, bill of materials and signature beside plain packing, and verifying every byte beside "unzip -t", the yardstick.
/// </summary>
internal static class SignBenchmark
{
    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0]) : 7;
        var source = args.Length > 1 ? Path.GetFullPath(args[1]) : Path.Join(Path.GetTempPath(), "slipway-benchmark-web", "published");
        if (!Directory.Exists(source))
        {
            Console.Error.WriteLine($"{source} does not exist; run the benchmark \"pack\" first, or name a folder: sign ROUNDS DIR");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("slipway-sign-").FullName;
        try
        {
            using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var pem = Path.Join(folder, "key.pem");
            File.WriteAllText(pem, ecdsa.ExportPkcs8PrivateKeyPem());
            var key = SigningKey.Open(pem, null);
            var allowed = new AllowedSigners([AllowedSigner.Parse("anna", ecdsa.ExportSubjectPublicKeyInfoPem(), null)], []);
            var (plain, signed) = (Path.Join(folder, "plain.zip"), Path.Join(folder, "signed.zip"));
            var attach = RevisionSigning.Of(new() { ApplicationName = "Web" }, withSbom: true, key);
            Measure.Alternating(
                rounds,
                ("pack with statement, SBOM and signature", () => Pack(source, signed, new() { Attach = attach })),
                ("sign a bundle that is there (verifies it first)", () => RevisionSigning.Sign(signed, key, new(), CancellationToken.None)),
                ("read attachments, examine signatures", () => Examine(signed, allowed)),
                ("verify every byte, examine signatures", () => Verify(signed, allowed)),
                ("show: list a bundle", () => RevisionInventory.Of(signed, CancellationToken.None)),
                ("pack plain", () => Pack(source, plain, new())),
                ("unzip -t (with its process start)", () => Measure.Execute("unzip", "-tqq", signed)));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Pack(string source, string bundle, PackOptions options) =>
        RevisionPacker.PackAsync(RevisionGathering.FromFolder(source), bundle, options, CancellationToken.None).GetAwaiter().GetResult();

    private static void Verify(string bundle, AllowedSigners allowed)
    {
        RevisionVerification.Verify(bundle, CancellationToken.None);
        Examine(bundle, allowed);
    }

    private static void Examine(string bundle, AllowedSigners allowed)
    {
        var trust = RevisionTrust.Examine(RevisionBundle.Read(bundle).Manifest!.Identity, RevisionBundle.ReadAttachments(bundle), allowed);
        if (trust.SignedBy.Count != 1) throw new InvalidOperationException(trust.Fault ?? "nobody signed");
    }
}
