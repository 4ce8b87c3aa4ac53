using Slipway.Revisions.Manifest;

namespace Slipway.Revisions.Objects;

/// <summary>A manifest as a file of its own, beside the archive that it describes: the same text that a bundle carries.</summary>
public static class ManifestFile
{
    /// <summary>Writes it, replacing an earlier one. It reaches the disk with the archive.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string file, RevisionManifest manifest) =>
        File.WriteAllBytes(file, ManifestText.Of(manifest));

    /// <summary>Reads it; null when there is none, or it is not whole.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RevisionManifest? Read(string file) => File.Exists(file) ? ManifestText.Parse(File.ReadAllBytes(file)) : null;
}
