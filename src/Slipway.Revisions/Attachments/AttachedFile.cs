using Slipway.Revisions.Staging;

namespace Slipway.Revisions.Attachments;

/// <summary>Reads and writes the attachments of a bundle of any type.</summary>
internal static class AttachedFile
{
    internal static IReadOnlyList<BundleAttachment> Read(string bundle)
    {
        using var file = BundleFile.Open(bundle);
        return BundleFormat.Of(bundle, BundleFile.Start(file)) switch
        {
            BundleType.Zip => ZipAttachments.Read(bundle, file.SafeFileHandle),
            BundleType.Tar => TarAttachments.Read(bundle, file.SafeFileHandle),
            _ => TgzAttachments.Read(bundle, file.SafeFileHandle),
        };
    }

    /// <summary>Changes a file in its place, one that nobody else sees yet; errors name it as <paramref name="bundle"/>, which it will be.</summary>
    internal static void WriteInPlace(string temporary, string bundle, BundleType type, IReadOnlyList<BundleAttachment> attachments)
    {
        var block = attachments.Count == 0 ? [] : AttachmentBlock.Write(bundle, attachments);
        using var file = new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        if (type == BundleType.Zip) ZipAttachments.Write(bundle, file, block);
        else if (type == BundleType.Tar) TarAttachments.Write(bundle, file, block);
        else TgzAttachments.Write(bundle, file, block);
    }

    /// <summary>Writes a copy and renames it over the bundle, so that a kill leaves the old or the new one.</summary>
    internal static void Replace(string bundle, IReadOnlyList<BundleAttachment> attachments)
    {
        var (type, manifest) = RevisionBundle.Read(bundle);
        if (manifest is null) throw RevisionErrors.NoManifestToAttachTo(bundle);
        var temporary = Path.Join(Path.GetDirectoryName(Path.GetFullPath(bundle)), $".slipway-{Path.GetRandomFileName()}");
        try
        {
            File.Copy(bundle, temporary);
            WriteInPlace(temporary, bundle, type, attachments);
            File.Move(temporary, bundle, overwrite: true);
        }
        catch (Exception e)
        {
            if (File.Exists(temporary)) File.Delete(temporary);
            if (e is IOException or UnauthorizedAccessException) throw RevisionErrors.PackOutput(bundle, e.Message, e);
            throw;
        }
    }
}
