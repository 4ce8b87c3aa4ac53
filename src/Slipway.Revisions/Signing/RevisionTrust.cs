using Slipway.Revisions.Attachments;
using Slipway.Revisions.Provenance;
using Slipway.Specifications;

namespace Slipway.Revisions.Signing;

/// <summary>What a bundle's statement and signatures are worth for the revision that its manifest lists.</summary>
/// <param name="Statement">The statement; null when there is none.</param>
/// <param name="Signatures">Every signature: those of ECDSA keys first, then in the order of the attachments.</param>
/// <param name="Fault">Why nothing that is attached may be believed: the statement is about another revision, a signature is bad; null when nothing is wrong.</param>
public sealed record RevisionTrust(ProvenanceStatement? Statement, IReadOnlyList<RevisionSignature> Signatures, string? Fault)
{
    /// <summary>The allowed signers who signed, in ordinal order.</summary>
    public IReadOnlyList<string> SignedBy { get; } =
        [.. Signatures.Where(s => s.State == SignatureState.Allowed).Select(s => s.Principal!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Looks at the attachments of a bundle. Whether the content is what the manifest lists is another question.</summary>
    /// <param name="identity">The identity of the bundle's manifest; null where it is not known yet, and will be compared with the statement's.</param>
    /// <param name="attachments">The bundle's attachments.</param>
    /// <param name="allowed">Whose signatures count; null when nobody was named.</param>
    /// <exception cref="SlipwayException">SLW0145: there is an SSH signature, nothing else counts, and ssh-keygen is missing.</exception>
    public static RevisionTrust Examine(string? identity, IReadOnlyList<BundleAttachment> attachments, AllowedSigners? allowed)
    {
        var signed = attachments.Where(a => a.Name.StartsWith(BundleAttachment.Signatures, StringComparison.Ordinal)).ToList();
        if (Find(attachments, BundleAttachment.Provenance) is not { } attached)
        {
            return new(null, [.. signed.Select(s => new RevisionSignature(s.Name, "", "", SignatureState.Bad, null, "the statement that it signs is not there"))],
                signed.Count == 0 ? null : "there are signatures, and the statement that they sign is not there");
        }

        var statement = ProvenanceStatement.Parse(attached.Content);
        var ssh = signed.ToLookup(s => s.Name.EndsWith(".sshsig", StringComparison.Ordinal));
        var signatures = ssh[false].SelectMany(s => EcdsaVerification.Examine(s.Name, s.Content, attached.Content, allowed)).ToList();
        var isAllowed = signatures.Exists(s => s.State == SignatureState.Allowed);
        signatures.AddRange(ssh[true].Select(s => Ssh(s, attached.Content, allowed, isAllowed)));
        return new(statement, signatures, FaultOf(identity, statement, signatures, attachments));
    }

    private static RevisionSignature Ssh(BundleAttachment signature, ReadOnlyMemory<byte> statement, AllowedSigners? allowed, bool isAllowed)
    {
        try
        {
            return SshVerification.Examine(signature.Name, signature.Content, statement, allowed);
        }
        catch (SlipwayException e) when (e.Error.Code == "SLW0145" && isAllowed)
        {
            // Somebody else's signature counts already: then this one need not be looked at, as an instance without OpenSSH cannot.
            return new(signature.Name, "", "", SignatureState.Unvouched, null, "ssh-keygen is not installed to look at it");
        }
    }

    internal static BundleAttachment? Find(IReadOnlyList<BundleAttachment> attachments, string name) => attachments.FirstOrDefault(a => a.Name == name);

    private static string? FaultOf(
        string? identity, ProvenanceStatement? statement, List<RevisionSignature> signatures, IReadOnlyList<BundleAttachment> attachments)
    {
        if (statement is null) return "its statement is not an in-toto statement with SLSA provenance about one revision";
        if (identity is not null && statement.Identity != identity) return $"its statement is about another revision ({statement.Identity[..12]})";
        var sbom = Find(attachments, BundleAttachment.Sbom);
        if (sbom is not null && statement.SbomSha256 != ProvenanceStatement.DigestOf(sbom.Content.Span))
            return "its bill of materials is not the one that the statement names";
        return signatures.Find(s => s.State == SignatureState.Bad) is { } bad ? $"{bad.Attachment}: {bad.Reason}" : null;
    }
}
