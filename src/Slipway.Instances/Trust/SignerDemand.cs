using Slipway.Revisions;
using Slipway.Revisions.Inventory;
using Slipway.Revisions.Signing;
using Slipway.Specifications;

namespace Slipway.Instances.Trust;

/// <summary>
/// Refuses what no allowed signer signed. The signature is looked at before anything is unpacked, and what was unpacked is then held against what was signed:
/// nobody can change the bundle in between.
/// </summary>
internal sealed class SignerDemand
{
    private readonly InstanceDeployment _deployment;
    private readonly SignedRevision? _delivered;
    private readonly SignedRevision? _kept;
    private readonly RevisionTrust? _trust;

    private SignerDemand(InstanceDeployment deployment, SignedRevision? delivered, SignedRevision? kept, RevisionTrust? trust) =>
        (_deployment, _delivered, _kept, _trust) = (deployment, delivered, kept, trust);

    /// <summary>Looks at the signatures of a deployment's revision.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="delivered">Its revision, when it came by its contents: its signatures came with it.</param>
    /// <exception cref="SlipwayException">
    /// Signers are demanded, and SLW0250: nobody signed; SLW0251: it is a folder, or has no manifest; SLW0252: no allowed signer signed;
    /// SLW0253: what was signed is something else; SLW0140, SLW0145: the signatures cannot be looked at.
    /// </exception>
    internal static SignerDemand Begin(InstanceDeployment deployment, SignedRevision? delivered)
    {
        var revision = deployment.Revision!;
        if (delivered is not null)
        {
            if (deployment.AllowedSigners is not { } demanded) return new(deployment, delivered, null, null);
            var sent = RevisionTrust.Examine(null, delivered.Attachments, demanded);
            Check(deployment, sent);
            return new(deployment, delivered, null, sent);
        }

        // An instance keeps the signatures of an unpacked revision beside it; where the folder stands does not matter, because its content is verified.
        var kept = Directory.Exists(revision) ? SignedRevision.Read(ProofOf(revision)) : null;
        if (deployment.AllowedSigners is not { } allowed) return new(deployment, null, kept, null);
        if (Directory.Exists(revision) && kept is null)
        {
            throw Refused(deployment, "SLW0251",
                "The revision is a folder, and what is in a folder nobody has signed. Pack and sign it: slipway pack DIR -o FILE --sign KEY.");
        }

        var trust = RevisionTrust.Examine(kept?.Manifest.Identity, kept?.Attachments ?? RevisionBundle.ReadAttachments(revision), allowed);
        Check(deployment, trust);
        return new(deployment, null, kept, trust);
    }

    /// <summary>Holds the unpacked revision against what was signed, and keeps the proof of it.</summary>
    /// <param name="staged">The unpacked revision.</param>
    /// <param name="proof">Folder to keep manifest, statement and signatures in.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="SlipwayException">SLW0251, SLW0253, SLW0254: the unpacked revision is not what was signed.</exception>
    internal void End(StagedRevision staged, string proof, CancellationToken cancellation)
    {
        if (_trust is not null) Verify(staged, cancellation);
        if (Proof(staged) is { IsSigned: true } signed) signed.Write(proof);
    }

    /// <summary>The same without keeping anything.</summary>
    internal void Verify(StagedRevision staged, CancellationToken cancellation)
    {
        if (_trust is null) return;
        if (_kept is not null)
        {
            if (RevisionVerification.FirstDifference(staged.Folder, _kept.Manifest, cancellation) is { } difference)
            {
                throw Refused(_deployment, "SLW0254",
                    $"The kept revision is no longer what was signed: {difference}. A script may have written into its own revision; deploy the signed bundle again.");
            }
        }
        else if (staged.Manifest is null)
        {
            throw Refused(_deployment, "SLW0251", "The bundle has no manifest, so a signature says nothing about its content. Pack and sign it with 'slipway pack --sign KEY'.");
        }
        else if (staged.Manifest.Identity != _trust.Statement!.Identity)
        {
            throw Refused(_deployment, "SLW0253",
                $"What was signed is another revision ({_trust.Statement.Identity[..12]}) than the bundle holds ({staged.Manifest.Identity[..12]}). "
                + "The signature was copied, or the bundle changed. Pack and sign the revision again.");
        }
    }

    private static void Check(InstanceDeployment deployment, RevisionTrust trust)
    {
        if (trust.Fault is { } fault) throw Refused(deployment, "SLW0253", $"The signatures of the revision cannot be believed: {fault}. Pack and sign the revision again.");
        if (trust.Signatures.Count == 0)
        {
            throw Refused(deployment, "SLW0250",
                $"The revision is not signed, and group {deployment.DeploymentGroupName} takes only what an allowed signer signed. "
                + "Sign it with 'slipway sign FILE --key KEY', or in the build with RevisionSigningKey.");
        }

        if (trust.SignedBy.Count == 0)
        {
            var keys = string.Join("; ", trust.Signatures.Select(s => $"{s.KeyType} {s.Fingerprint}: {s.Reason}"));
            throw Refused(deployment, "SLW0252",
                $"No allowed signer of group {deployment.DeploymentGroupName} has signed the revision ({keys}). "
                + "Have an allowed signer sign it, or add the key to allowedSigners in deploy.yml.");
        }

        if (trust.Statement!.Facts.ApplicationName is { } signed && signed != deployment.ApplicationName)
        {
            throw Refused(deployment, "SLW0253",
                $"The revision was signed as one of application '{signed}', and this is a deployment of '{deployment.ApplicationName}'. "
                + "Deploy the right bundle, or sign it for this application.");
        }
    }

    private SignedRevision? Proof(StagedRevision staged)
    {
        if ((_delivered ?? _kept) is { } known) return known;
        if (staged.Manifest is null) return null;
        try
        {
            return new(staged.Manifest, RevisionBundle.ReadAttachments(_deployment.Revision!));
        }
        catch (SlipwayException) when (_trust is null)
        {
            // Nobody asked for signatures: then damaged ones are as good as none.
            return null;
        }
    }

    private static string ProofOf(string revision) => Path.Join(Path.GetDirectoryName(Path.GetFullPath(revision)), State.DeploymentFolder.ProofName);

    private static SlipwayException Refused(InstanceDeployment deployment, string code, string message) => new(new(code, message, deployment.Revision));
}
