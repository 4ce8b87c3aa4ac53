namespace Slipway.Revisions.Attachments;

/// <summary>
/// Something that travels in a bundle beside the revision: its provenance, a signature, a bill of materials. No part of the revision's identity, and
/// nothing of it is installed.
/// </summary>
/// <param name="Name">Lower-case letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and <c>/</c>; at most 200 characters.</param>
/// <param name="Content">Its bytes.</param>
public sealed record BundleAttachment(string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>Name of the statement that says where the revision comes from.</summary>
    public const string Provenance = "provenance.json";

    /// <summary>Name of the bill of materials.</summary>
    public const string Sbom = "sbom.cdx.json";

    /// <summary>What the names of signatures begin with.</summary>
    public const string Signatures = "signatures/";
}
