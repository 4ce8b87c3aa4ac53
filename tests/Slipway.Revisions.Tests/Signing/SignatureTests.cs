using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Inventory;
using Slipway.Revisions.Provenance;
using Slipway.Revisions.Signing;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Revisions.Tests.Signing;

public sealed class SignatureTests : IDisposable
{
    private static readonly ProvenanceFacts Facts = new() { ApplicationName = "Orders", Commit = new string('c', 40) };

    private readonly TempFolder temp = new();

    public SignatureTests() => temp.Write("tree/appspec.yml", "version: 0.0\nos: linux\n");

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public void An_ssh_key_signs_and_its_holder_is_named(string type)
    {
        var key = Keys.Ssh(temp, "anna", type);
        var bundle = Pack("signed.zip", SigningKey.Open(key, null));
        var trust = Examine(bundle, Keys.Allowed("anna@example.com", Keys.PublicOf(key)));
        Assert.Null(trust.Fault);
        Assert.Equal(["anna@example.com"], trust.SignedBy);
        Assert.Equal(Programs.Run(temp.Path, "ssh-keygen", "-lf", key + ".pub").Split(' ')[1], Assert.Single(trust.Signatures).Fingerprint);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("correct horse")]
    public void A_pem_key_on_p256_signs_and_openssl_verifies_it(string? passphrase)
    {
        var bundle = Pack("signed.zip", SigningKey.Open(Keys.Pem(temp, "anna", passphrase), passphrase));
        var trust = Examine(bundle, Keys.Allowed("anna", File.ReadAllText(temp.Under("anna.pub.pem"))));
        Assert.Equal(["anna"], trust.SignedBy);

        var attachments = RevisionBundle.ReadAttachments(bundle);
        var statement = attachments.Single(a => a.Name == BundleAttachment.Provenance).Content.ToArray();
        var envelope = JsonDocument.Parse(attachments.Single(a => a.Name.EndsWith(".dsse.json", StringComparison.Ordinal)).Content).RootElement;
        Assert.Equal(statement, envelope.GetProperty("payload").GetBytesFromBase64());
        temp.Write("sig", envelope.GetProperty("signatures")[0].GetProperty("sig").GetBytesFromBase64());
        temp.Write("pae", [.. Encoding.ASCII.GetBytes($"DSSEv1 28 application/vnd.in-toto+json {statement.Length} "), .. statement]);
        Assert.Equal("Verified OK\n", Programs.Run(temp.Path, "openssl", "dgst", "-sha256", "-verify", "anna.pub.pem", "-signature", "sig", "pae"));
    }

    [Fact]
    public void Anybody_can_verify_an_ssh_signature_with_ssh_keygen_alone()
    {
        var key = Keys.Ssh(temp, "anna");
        var attachments = RevisionBundle.ReadAttachments(Pack("signed.tgz", SigningKey.Open(key, null)));
        temp.Write("statement", attachments.Single(a => a.Name == BundleAttachment.Provenance).Content.ToArray());
        temp.Write("sig", attachments.Single(a => a.Name.EndsWith(".sshsig", StringComparison.Ordinal)).Content.ToArray());
        temp.Write("allowed", $"anna {Keys.PublicOf(key)}\n");
        var said = Programs.Run(temp.Path, "sh", "-c", "ssh-keygen -Y verify -f allowed -I anna -n revision@slipway -s sig < statement");
        Assert.StartsWith("Good \"revision@slipway\" signature for anna", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_allowed_signers_a_good_signature_is_good_and_nobody_vouches_for_it()
    {
        var bundle = Pack("signed.zip", SigningKey.Open(Keys.Ssh(temp, "anna"), null));
        RevisionSigning.Sign(bundle, SigningKey.Open(Keys.Pem(temp, "bert"), null), new(), default);
        var trust = Examine(bundle, null);
        Assert.Null(trust.Fault);
        Assert.Empty(trust.SignedBy);
        Assert.Equal([SignatureState.Unvouched, SignatureState.Unvouched], trust.Signatures.Select(s => s.State));
        Assert.All(trust.Signatures, s => Assert.StartsWith("SHA256:", s.Fingerprint, StringComparison.Ordinal));
    }

    [Fact]
    public void Several_sign_one_bundle_later_and_signing_again_replaces_ones_own_signature()
    {
        var bundle = Pack("plain.tar", null);
        var (anna, bert) = (SigningKey.Open(Keys.Ssh(temp, "anna"), null), SigningKey.Open(Keys.Pem(temp, "bert"), null));
        RevisionSigning.Sign(bundle, anna, Facts, default);
        RevisionSigning.Sign(bundle, bert, Facts, default);
        RevisionSigning.Sign(bundle, bert, Facts, default);
        var allowed = AllowedSigners.Of([Keys.Allowed("anna", Keys.PublicOf(temp.Under("anna"))), Keys.Allowed("bert", File.ReadAllText(temp.Under("bert.pub.pem")))]);
        var trust = Examine(bundle, allowed);
        Assert.Equal(["anna", "bert"], trust.SignedBy);
        Assert.Equal(2, trust.Signatures.Count);
        Assert.Equal("Orders", trust.Statement!.Facts.ApplicationName);
        RevisionVerification.Verify(bundle, default);
    }

    [Fact]
    public void A_list_of_openssh_decides_by_validity_and_namespace()
    {
        var key = Keys.Ssh(temp, "anna");
        var bundle = Pack("signed.zip", SigningKey.Open(key, null));
        Assert.Equal(["anna"], With("").SignedBy);
        Assert.Equal(["anna"], With("namespaces=\"git,revision@slipway\" ").SignedBy);
        Assert.Equal(["anna"], With("valid-after=\"20200101Z\",valid-before=\"29990101Z\" ").SignedBy);
        Assert.Empty(With("valid-before=\"20200101Z\" ").SignedBy);
        Assert.Empty(With("valid-after=\"29990101Z\" ").SignedBy);
        Assert.Empty(With("namespaces=\"git\" ").SignedBy);
        var expired = Assert.Single(With("valid-before=\"20200101Z\" ").Signatures);
        Assert.Equal(SignatureState.Unvouched, expired.State);
        Assert.NotNull(expired.Reason);

        RevisionTrust With(string options)
        {
            temp.Write("allowed", $"# our people\nanna {options}{Keys.PublicOf(key)}\n");
            return Examine(bundle, AllowedSigners.FromFile(temp.Under("allowed")));
        }
    }

    [Fact]
    public void A_certificate_counts_where_its_authority_does()
    {
        var authority = Keys.Ssh(temp, "authority");
        var key = Keys.Ssh(temp, "anna");
        Programs.Run(temp.Path, "ssh-keygen", "-q", "-s", authority, "-I", "build", "-n", "builds@example.com", key + ".pub");
        var signed = Programs.Run(temp.Path, "sh", "-c", "printf x | ssh-keygen -Y sign -q -n revision@slipway -f anna-cert.pub");
        Assert.Contains("BEGIN SSH SIGNATURE", signed, StringComparison.Ordinal);
        var bundle = Pack("signed.zip", SigningKey.Open(temp.Under("anna-cert.pub"), null));
        temp.Write("allowed", $"*@example.com cert-authority {Keys.PublicOf(authority)}\n");
        Assert.Equal(["builds@example.com"], Examine(bundle, AllowedSigners.FromFile(temp.Under("allowed"))).SignedBy);
    }

    [Fact]
    public void A_signature_of_another_namespace_is_bad()
    {
        var key = Keys.Ssh(temp, "anna");
        var bundle = Pack("plain.zip", null, Facts);
        var statement = RevisionBundle.ReadAttachments(bundle)[0];
        temp.Write("statement", statement.Content.ToArray());
        var signature = Programs.Run(temp.Path, "sh", "-c", "ssh-keygen -Y sign -q -n git -f anna < statement");
        RevisionBundle.WriteAttachments(bundle, [statement, new("signatures/anna.sshsig", Encoding.ASCII.GetBytes(signature))]);
        var trust = Examine(bundle, Keys.Allowed("anna", Keys.PublicOf(key)));
        Assert.Empty(trust.SignedBy);
        Assert.Contains("namespace 'git'", trust.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_belongs_to_another_revision_is_a_fault(bool ssh)
    {
        var key = SigningKey.Open(ssh ? Keys.Ssh(temp, "anna") : Keys.Pem(temp, "anna"), null);
        var allowed = Keys.Allowed("anna", ssh ? Keys.PublicOf(temp.Under("anna")) : File.ReadAllText(temp.Under("anna.pub.pem")));
        var one = RevisionBundle.ReadAttachments(Pack("one.zip", key));
        temp.Write("tree/more", "more");
        var bundle = Pack("two.zip", key);
        var two = RevisionBundle.ReadAttachments(bundle);
        Assert.Equal(["anna"], Examine(bundle, allowed).SignedBy);

        // Everything of the other revision: the statement names another subject.
        Assert.Contains("another revision", With(one).Fault, StringComparison.Ordinal);

        // Our statement under the other's signature, and the other way round.
        Assert.NotNull(With([two[0], one[1]]).Fault);
        Assert.NotNull(With([one[0], two[1]]).Fault);
        Assert.Empty(With([two[0], one[1]]).SignedBy);

        // A statement with one changed letter.
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(two[0].Content.Span).Replace("Orders", "Border", StringComparison.Ordinal));
        Assert.NotNull(With([two[0] with { Content = changed }, two[1]]).Fault);

        // Signatures without what they sign.
        Assert.NotNull(With([two[1]]).Fault);
        Assert.Null(With([two[0]]).Fault);
        Assert.Empty(With([two[0]]).SignedBy);

        RevisionTrust With(IReadOnlyList<BundleAttachment> attachments)
        {
            RevisionBundle.WriteAttachments(bundle, attachments);
            return Examine(bundle, allowed);
        }
    }

    [Fact]
    public void The_key_that_an_envelope_brings_vouches_for_nothing()
    {
        Keys.Pem(temp, "anna");
        var bundle = Pack("signed.zip", SigningKey.Open(Keys.Pem(temp, "mallory"), null));
        var attachments = RevisionBundle.ReadAttachments(bundle).ToList();

        // Mallory's signature under Anna's name and key.
        using var anna = ECDsa.Create();
        anna.ImportFromPem(File.ReadAllText(temp.Under("anna.pub.pem")));
        var text = Encoding.UTF8.GetString(attachments[1].Content.Span);
        var own = JsonDocument.Parse(text).RootElement.GetProperty("signatures")[0].GetProperty("publicKey").GetString()!;
        var forged = Convert.ToBase64String(anna.ExportSubjectPublicKeyInfo());
        text = text.Replace(own, forged, StringComparison.Ordinal);
        Assert.Contains(forged, text, StringComparison.Ordinal);
        RevisionBundle.WriteAttachments(bundle, [attachments[0], attachments[1] with { Content = Encoding.UTF8.GetBytes(text) }]);
        var trust = Examine(bundle, Keys.Allowed("anna", File.ReadAllText(temp.Under("anna.pub.pem"))));
        Assert.Empty(trust.SignedBy);
        Assert.NotNull(trust.Fault);
    }

    [Fact]
    public void A_bill_of_materials_that_the_statement_does_not_name_is_a_fault()
    {
        var bundle = Pack("signed.zip", SigningKey.Open(Keys.Pem(temp, "anna"), null));
        var attachments = RevisionBundle.ReadAttachments(bundle);
        RevisionBundle.WriteAttachments(bundle, [.. attachments, new(BundleAttachment.Sbom, "{}"u8.ToArray())]);
        Assert.Contains("bill of materials", Examine(bundle, null).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_with_other_content_is_not_signed()
    {
        var bundle = Pack("plain.tar", null);
        var bytes = File.ReadAllBytes(bundle);
        bytes[bytes.AsSpan().IndexOf("version: 0.0"u8)] = (byte)'V';
        temp.Write("plain.tar", bytes);
        var error = Assert.Throws<SlipwayException>(() => RevisionSigning.Sign(bundle, SigningKey.Open(Keys.Pem(temp, "anna"), null), Facts, default)).Error;
        Assert.Equal("SLW0111", error.Code);
        Assert.Equal(bytes, File.ReadAllBytes(bundle));
    }

    [Fact]
    public void The_agent_signs_for_a_public_key_and_for_a_key_with_a_passphrase()
    {
        var key = Keys.Ssh(temp, "anna", passphrase: "secret");
        using var agent = StartAgent();
        try
        {
            Programs.Run(temp.Path, "sh", "-c", "for i in $(seq 100); do test -S agent && exit 0; sleep 0.05; done; exit 1");
            temp.Write("askpass", "#!/bin/sh\necho secret\n", "700");
            Programs.Run(temp.Path, "sh", "-c", "SSH_AUTH_SOCK=$PWD/agent SSH_ASKPASS=$PWD/askpass SSH_ASKPASS_REQUIRE=force ssh-add -q anna < /dev/null");
            Environment.SetEnvironmentVariable("SSH_AUTH_SOCK", temp.Under("agent"));
            foreach (var named in new[] { key + ".pub", key })
            {
                var trust = Examine(Pack("signed.zip", SigningKey.Open(named, null)), Keys.Allowed("anna", Keys.PublicOf(key)));
                Assert.Equal(["anna"], trust.SignedBy);
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("SSH_AUTH_SOCK", null);
            agent.Kill();
            agent.WaitForExit();
        }
    }

    [Fact]
    public void Nobody_is_asked_for_a_passphrase()
    {
        var key = Keys.Ssh(temp, "anna", passphrase: "secret");
        var error = Assert.Throws<SlipwayException>(() => SigningKey.Open(key, null).Sign("x"u8.ToArray())).Error;
        Assert.Equal("SLW0146", error.Code);
        File.Delete(key + ".pub");
        Assert.Equal("SLW0144", Assert.Throws<SlipwayException>(() => SigningKey.Open(key, null)).Error.Code);
        var pem = Keys.Pem(temp, "bert", "secret");
        foreach (var passphrase in new[] { null, "", "wrong" })
        {
            error = Assert.Throws<SlipwayException>(() => SigningKey.Open(pem, passphrase)).Error;
            Assert.Equal("SLW0144", error.Code);
            Assert.Contains("SLIPWAY_SIGNING_PASSPHRASE", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_no_key_that_signs_is_told_before_anything_is_packed()
    {
        using var rsa = RSA.Create(2048);
        var files = new[]
        {
            temp.Write("text", "hello"),
            temp.Write("rsa", rsa.ExportPkcs8PrivateKeyPem()),
            temp.Write("cut", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
            temp.Write("large", new byte[100_000]),
            Keys.Pem(temp, "p384", curve: ECCurve.NamedCurves.nistP384),
            temp.Under("nowhere"),
        };
        Assert.All(files, file => Assert.Equal("SLW0143", Assert.Throws<SlipwayException>(() => SigningKey.Open(file, null)).Error.Code));
    }

    [Theory]
    [InlineData("anna bert", "ssh-ed25519")]
    [InlineData("*", "ssh-ed25519")]
    [InlineData("anna\" namespaces=\"x", "ssh-ed25519")]
    [InlineData("anna", "cert-authority ssh-ed25519")]
    [InlineData("anna", "ssh-rsa")]
    public void An_entry_that_would_mean_something_else_to_ssh_keygen_is_refused(string principal, string before)
    {
        var key = Keys.PublicOf(Keys.Ssh(temp, "anna")).Split(' ')[1];
        Assert.Equal("SLW0148", Assert.Throws<SlipwayException>(() => AllowedSigner.Parse(principal, $"{before} {key}", null)).Error.Code);
    }

    [Fact]
    public void Damaged_signatures_are_bad_and_never_an_exception()
    {
        var bundle = Pack("plain.zip", null, Facts);
        var statement = RevisionBundle.ReadAttachments(bundle)[0];
        foreach (var (name, content) in new[]
        {
            ("a.sshsig", ""), ("a.sshsig", "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----"),
            ("a.sshsig", "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAf////8=\n-----END SSH SIGNATURE-----"), ("a.sshsig", "-----BEGIN SSH SIGNATURE----------END"),
            ("a.dsse.json", ""), ("a.dsse.json", "{}"), ("a.dsse.json", """{"payloadType":"application/vnd.in-toto+json","payload":"%","signatures":[]}"""),
            ("a.dsse.json", """{"payloadType":5,"payload":"","signatures":[{}]}"""), ("a.other", "x"),
        })
        {
            RevisionBundle.WriteAttachments(bundle, [statement, new(BundleAttachment.Signatures + name, Encoding.ASCII.GetBytes(content))]);
            Assert.NotNull(Examine(bundle, null).Fault);
        }
    }

    [Fact]
    public void What_is_kept_beside_an_unpacked_revision_proves_it_again()
    {
        temp.Write("tree/run.sh", "echo 1\n", "775");
        temp.Link("tree/link", "run.sh");
        Directory.CreateDirectory(temp.Under("tree/empty"));
        var bundle = Pack("signed.tgz", SigningKey.Open(Keys.Pem(temp, "anna"), null));
        var staged = RevisionStaging.Stage(bundle, temp.Under("staged"), StagingLimits.Default, default);
        new SignedRevision(staged.Manifest!, RevisionBundle.ReadAttachments(bundle)).Write(temp.Under("proof"));
        var kept = SignedRevision.Read(temp.Under("proof"))!;
        Assert.True(kept.IsSigned);
        Assert.Equal(staged.Manifest!.Identity, kept.Manifest.Identity);
        Assert.Equal(["anna"], RevisionTrust.Examine(kept.Manifest.Identity, kept.Attachments, Keys.Allowed("anna", File.ReadAllText(temp.Under("anna.pub.pem")))).SignedBy);

        var copy = RevisionStaging.Stage(staged.Folder, temp.Under("copy"), StagingLimits.Default, default);
        Assert.Null(RevisionVerification.FirstDifference(copy.Folder, kept.Manifest, default));
        File.AppendAllText(Path.Combine(copy.Folder, "run.sh"), "echo 2\n");
        Assert.Contains("run.sh", RevisionVerification.FirstDifference(copy.Folder, kept.Manifest, default), StringComparison.Ordinal);
        File.Delete(Path.Combine(copy.Folder, "run.sh"));
        Assert.Contains("missing", RevisionVerification.FirstDifference(copy.Folder, kept.Manifest, default), StringComparison.Ordinal);
        temp.Write("staged/more", "");
        Assert.Contains("not listed", RevisionVerification.FirstDifference(staged.Folder, kept.Manifest, default), StringComparison.Ordinal);

        temp.Write("proof/attachments", File.ReadAllBytes(temp.Under("proof/attachments"))[..^1]);
        Assert.Null(SignedRevision.Read(temp.Under("proof")));
    }

    private RevisionTrust Examine(string bundle, AllowedSigners? allowed) =>
        RevisionTrust.Examine(RevisionBundle.Read(bundle).Manifest!.Identity, RevisionBundle.ReadAttachments(bundle), allowed);

    private Process StartAgent()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", temp.Under("agent")]) { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ssh-agent is not installed");
            throw;
        }
    }

    private string Pack(string name, SigningKey? key, ProvenanceFacts? facts = null)
    {
        var type = Path.GetExtension(name) switch { ".tar" => BundleType.Tar, ".tgz" => BundleType.Tgz, _ => BundleType.Zip };
        var attach = key is null && facts is null ? null : RevisionSigning.Of(facts ?? Facts, withSbom: false, key is null ? [] : [key]);
        return RevisionPacker.PackAsync(RevisionGathering.FromFolder(temp.Under("tree")), temp.Under(name), new PackOptions { Type = type, Attach = attach }, default)
            .GetAwaiter().GetResult().BundleFile;
    }
}
