using Slipway.Revisions.Attachments;
using Slipway.Revisions.Manifest;

namespace Slipway.Revisions.Signing;

/// <summary>
/// The manifest, statement and signatures of a revision as files in a folder: what an instance keeps beside an unpacked revision, so that it can be verified
/// again without its bundle.
/// </summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Attachments">The statement and the signatures.</param>
public sealed record SignedRevision(RevisionManifest Manifest, IReadOnlyList<BundleAttachment> Attachments)
{
    private const string ManifestFile = "manifest", AttachmentsFile = "attachments";

    /// <summary>Whether there is a signature to keep.</summary>
    public bool IsSigned => Attachments.Any(a => a.Name.StartsWith(BundleAttachment.Signatures, StringComparison.Ordinal));

    /// <summary>Writes the files; the folder is made.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Join(folder, ManifestFile), ManifestText.Of(Manifest));
        File.WriteAllBytes(Path.Join(folder, AttachmentsFile), AttachmentBlock.Write(folder, Attachments.Where(a => a.Name != BundleAttachment.Sbom)));
    }

    /// <summary>Reads the files back; null when they are not there or not whole.</summary>
    public static SignedRevision? Read(string folder)
    {
        try
        {
            if (!Directory.Exists(folder)) return null;
            var manifest = ManifestText.Parse(File.ReadAllBytes(Path.Join(folder, ManifestFile)));
            var block = File.ReadAllBytes(Path.Join(folder, AttachmentsFile));
            if (manifest is null || block.Length < AttachmentBlock.TrailerSize) return null;
            var trailer = block.AsSpan(block.Length - AttachmentBlock.TrailerSize);
            if (!AttachmentBlock.IsTrailer(trailer)) return null;
            var packed = AttachmentBlock.PackedLength(folder, trailer, block.Length - AttachmentBlock.TrailerSize);
            return new(manifest, AttachmentBlock.Read(folder, block[..packed], trailer));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Specifications.SlipwayException)
        {
            return null;
        }
    }
}
