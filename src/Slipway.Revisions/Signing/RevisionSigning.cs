using Slipway.Revisions.Attachments;
using Slipway.Revisions.Provenance;
using Slipway.Revisions.Sbom;
using Slipway.Specifications;

namespace Slipway.Revisions.Signing;

/// <summary>What is attached to a revision: at packing, or to a bundle that is there.</summary>
public static class RevisionSigning
{
    /// <summary>The attachments of a revision that is being packed: for <see cref="PackOptions.Attach"/>.</summary>
    /// <param name="facts">What the statement says; null makes none, unless it is to be signed.</param>
    /// <param name="withSbom">Whether a bill of materials is made.</param>
    /// <param name="keys">Who signs; nobody when it is empty.</param>
    public static Func<RevisionManifest, PackedContents, IReadOnlyList<BundleAttachment>> Of(
        ProvenanceFacts? facts, bool withSbom, params IReadOnlyList<SigningKey> keys) => (manifest, contents) =>
    {
        var attachments = new List<BundleAttachment>();
        if (withSbom) attachments.Add(new(BundleAttachment.Sbom, RevisionSbom.Make(manifest, contents, facts?.ApplicationName)));
        if (facts is null && keys.Count == 0) return attachments;
        var sbom = withSbom ? ProvenanceStatement.DigestOf(attachments[0].Content.Span) : null;
        var statement = new ProvenanceStatement(manifest.Identity, facts ?? new(), sbom).ToJson();
        attachments.Add(new(BundleAttachment.Provenance, statement));
        foreach (var signature in keys.Select(key => key.Sign(statement)))
        {
            // One key under two names signs once.
            if (!attachments.Exists(a => a.Name == signature.Name)) attachments.Add(signature);
        }

        return attachments;
    };

    /// <summary>
    /// Signs a bundle that is there, after reading every byte of it: the statement that it carries, or where it carries none a new one that says no more
    /// than which revision it is. Other signatures stay.
    /// </summary>
    /// <param name="bundleFile">The bundle; replaced when the signature is made.</param>
    /// <param name="key">Who signs.</param>
    /// <param name="facts">What a new statement says.</param>
    /// <param name="cancellation">Stops it; the bundle is then as it was.</param>
    /// <returns>The signature's name, and the identity of the revision.</returns>
    /// <exception cref="SlipwayException">SLW01nn: the bundle is damaged or has no manifest; SLW0147: what is attached is not about this revision;
    /// SLW0145, SLW0146: the key does not sign.</exception>
    public static (string Signature, string Identity) Sign(string bundleFile, SigningKey key, ProvenanceFacts facts, CancellationToken cancellation)
    {
        var (_, manifest) = Inventory.RevisionVerification.Verify(bundleFile, cancellation);
        var attachments = RevisionBundle.ReadAttachments(bundleFile).ToList();
        var trust = RevisionTrust.Examine(manifest.Identity, attachments, allowed: null);
        if (trust.Fault is { } fault)
            throw RevisionErrors.Untrusted(bundleFile, $"The bundle was not signed: {fault}. Pack the revision again.");
        if (RevisionTrust.Find(attachments, BundleAttachment.Provenance) is not { } statement)
        {
            var sbom = RevisionTrust.Find(attachments, BundleAttachment.Sbom);
            statement = new(BundleAttachment.Provenance, new ProvenanceStatement(
                manifest.Identity, facts, sbom is null ? null : ProvenanceStatement.DigestOf(sbom.Content.Span)).ToJson());
            attachments.Add(statement);
        }

        var signature = key.Sign(statement.Content);
        attachments.RemoveAll(a => a.Name == signature.Name);
        attachments.Add(signature);
        RevisionBundle.WriteAttachments(bundleFile, attachments);
        return (signature.Name, manifest.Identity);
    }
}
