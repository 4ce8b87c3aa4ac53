using System.Text;
using Slipway.Revisions;
using Slipway.Revisions.Signing;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Instances.Tests.Trust;

/// <summary>An instance takes what an allowed signer signed, and nothing else; whatever was tampered with, nothing is touched.</summary>
public sealed class SignerDemandTests : IDisposable
{
    private const string Mapping = "files:\n  - source: a\n    destination: /dst\n";

    private readonly Sandbox sandbox = new();
    private readonly SignedRevisions signed = new();
    private readonly SigningKey anna;
    private readonly AllowedSigners allowed;

    public SignerDemandTests() => (anna, allowed) = signed.Signer("anna");

    public static TheoryData<BundleType> Types => [.. Enum.GetValues<BundleType>()];

    public void Dispose()
    {
        signed.Dispose();
        sandbox.Dispose();
    }

    [Theory, MemberData(nameof(Types))]
    public void What_an_allowed_signer_signed_is_installed(BundleType type)
    {
        Assert.Null(Deploy(signed.Pack(Revision("one"), type, "Test", anna)));
        Assert.Equal("one", sandbox.Read("dst/a"));
    }

    [Theory, MemberData(nameof(Types))]
    public void What_nobody_signed_is_refused_and_planned_as_a_conflict(BundleType type) => Refused("SLW0250", signed.Pack(Revision("one"), type, "Test"));

    [Fact]
    public void A_folder_is_refused() => Refused("SLW0251", Revision("one"));

    [Fact]
    public void A_statement_without_signature_is_refused()
    {
        var bundle = signed.Pack(Revision("one"), BundleType.Zip, "Test", anna);
        RevisionBundle.WriteAttachments(bundle, [.. RevisionBundle.ReadAttachments(bundle).Where(a => a.Name == "provenance.json")]);
        Refused("SLW0250", bundle);
    }

    [Fact]
    public void A_signature_by_somebody_else_is_refused_with_the_key()
    {
        var (mallory, _) = signed.Signer("mallory");
        var error = Refused("SLW0252", signed.Pack(Revision("one"), BundleType.Zip, "Test", mallory));
        Assert.Contains("SHA256:", error.Message, StringComparison.Ordinal);

        // Beside an allowed one it does no harm.
        Assert.Null(Deploy(signed.Pack(Revision("one"), BundleType.Zip, "Test", mallory, anna)));
    }

    [Theory, MemberData(nameof(Types))]
    public void Signatures_of_another_revision_are_refused(BundleType type)
    {
        var bundle = signed.Pack(Revision("one"), type, "Test", anna);
        var other = signed.Pack(Revision("evil"), type, "Test");
        RevisionBundle.WriteAttachments(other, RevisionBundle.ReadAttachments(bundle));
        Refused("SLW0253", other);
    }

    [Fact]
    public void A_changed_statement_is_refused()
    {
        var bundle = signed.Pack(Revision("one"), BundleType.Zip, "Test", anna);
        var attachments = RevisionBundle.ReadAttachments(bundle);
        var changed = Encoding.UTF8.GetString(attachments[0].Content.Span).Replace("Test", "Best", StringComparison.Ordinal);
        RevisionBundle.WriteAttachments(bundle, [attachments[0] with { Content = Encoding.UTF8.GetBytes(changed) }, attachments[1]]);
        Refused("SLW0253", bundle);
    }

    [Fact]
    public void Other_content_under_a_signed_manifest_is_refused()
    {
        var bundle = signed.Pack(Revision("one-one-one"), BundleType.Tar, "Test", anna);
        var bytes = File.ReadAllBytes(bundle);
        "evil-evil-x"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("one-one-one"u8)));
        File.WriteAllBytes(bundle, bytes);
        Refused("SLW0111", bundle);
    }

    [Fact]
    public void Another_manifest_under_a_signature_is_refused()
    {
        // The attachments of one tar behind entries and manifest of another: both whole, and not of each other.
        var one = File.ReadAllBytes(signed.Pack(Revision("one"), BundleType.Tar, "Test", anna));
        var plain = File.ReadAllBytes(signed.Pack(Revision("one"), BundleType.Tar, "Test"));
        var evil = File.ReadAllBytes(signed.Pack(Revision("evil"), BundleType.Tar, "Test"));
        var bundle = signed.PathOf("spliced");
        File.WriteAllBytes(bundle, [.. evil, .. one[plain.Length..]]);
        Refused("SLW0253", bundle);
    }

    [Fact]
    public void A_revision_of_another_application_is_refused()
    {
        Refused("SLW0253", signed.Pack(Revision("one"), BundleType.Zip, "Billing", anna));
        Assert.Null(Deploy(signed.Pack(Revision("one"), BundleType.Zip, application: null, anna)));
    }

    [Fact]
    public void Damaged_attachments_are_refused_only_where_signatures_are_demanded()
    {
        var bundle = signed.Pack(Revision("one"), BundleType.Tar, "Test", anna);
        var bytes = File.ReadAllBytes(bundle);
        bytes[^90] ^= 1;
        File.WriteAllBytes(bundle, bytes);
        Refused("SLW0140", bundle);
        Assert.Null(sandbox.Deploy(Sandbox.Deployment(bundle)));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("valid-before=\"20200101Z\" ", "SLW0252")]
    [InlineData("valid-after=\"29990101Z\" ", "SLW0252")]
    [InlineData("namespaces=\"git\" ", "SLW0252")]
    public void A_list_of_openssh_counts_with_its_options(string options, string? code)
    {
        if (signed.SshSigner("bert") is not var (bert, publicKey))
        {
            Assert.Skip("ssh-keygen is not installed");
            return;
        }

        var bundle = signed.Pack(Revision("one"), BundleType.Zip, "Test", bert);
        var list = new AllowedSigners([], [$"bert {options}{publicKey}\n"]);
        Assert.Equal(code, sandbox.Deploy(Sandbox.Deployment(bundle) with { AllowedSigners = list })?.Code);
    }

    [Fact]
    public void A_kept_revision_is_deployed_again_by_todays_signers_and_only_as_it_was_signed()
    {
        var revision = Revision("one");
        var first = Sandbox.Deployment(signed.Pack(revision, BundleType.Zip, "Test", anna)) with { AllowedSigners = allowed };
        Assert.Null(sandbox.Deploy(first));
        File.Delete(first.Revision!);
        Assert.Null(Deploy(signed.Pack(Revision("two"), BundleType.Zip, "Test", anna)));
        var kept = sandbox.Instance().FindRevision(first.DeploymentId)!;
        Assert.Null(Deploy(kept));
        Assert.Equal("one", sandbox.Read("dst/a"));

        // Its copy can be deployed again in turn; Anna's key is no longer on the list; a script has changed the archive.
        var (_, bert) = signed.Signer("bert");
        Assert.Equal("SLW0252", sandbox.Deploy(Sandbox.Deployment(kept) with { AllowedSigners = bert })?.Code);
        File.WriteAllText(Path.Combine(kept, "a"), "changed");
        Refused("SLW0245", kept);
        Directory.Delete(Path.Combine(Path.GetDirectoryName(kept)!, "proof"), recursive: true);
        Refused("SLW0251", kept);
    }

    [Fact]
    public void A_signed_revision_that_was_deployed_without_demand_is_kept_with_its_proof()
    {
        var first = Sandbox.Deployment(signed.Pack(Revision("one"), BundleType.Tgz, "Test", anna));
        Assert.Null(sandbox.Deploy(first));
        Assert.Null(Deploy(sandbox.Instance().FindRevision(first.DeploymentId)!));
        var second = Sandbox.Deployment(signed.Pack(Revision("two"), BundleType.Tgz, "Test"));
        Assert.Null(sandbox.Deploy(second));
        Refused("SLW0251", sandbox.Instance().FindRevision(second.DeploymentId)!);
    }

    private string Revision(string text) => sandbox.Revision(Mapping + "hooks:\n  BeforeInstall:\n    - location: t.sh\n", ("a", text), ("t.sh", "#!/bin/sh\necho ran >> $SLIPWAY_INSTANCE_ROOT/trace\n"));

    private SlipwayError? Deploy(string revision) => sandbox.Deploy(Sandbox.Deployment(revision) with { AllowedSigners = allowed });

    private SlipwayError Refused(string code, string revision)
    {
        var tree = sandbox.Tree();
        var deployments = Deployments();
        var error = Deploy(revision);
        Assert.Equal(code, error?.Code);
        Assert.Equal(tree, sandbox.Tree());
        Assert.Equal(deployments, Deployments());
        Assert.Null(sandbox.Instance().ReadState("local").Unfinished);
        if (code is "SLW0111" or "SLW0245") return error!;
        var conflict = sandbox.Instance().Plan(Sandbox.Deployment(revision) with { AllowedSigners = allowed }, CancellationToken.None).Conflicts[0];
        Assert.Equal((code, false), (conflict.Error.Code, conflict.IsPrediction));
        return error!;
    }

    private int Deployments() =>
        Directory.Exists(sandbox.State) && Directory.Exists(Path.Combine(sandbox.State, "groups/local/deployments")) ? Directory.GetDirectories(Path.Combine(sandbox.State, "groups/local/deployments")).Length : 0;
}
