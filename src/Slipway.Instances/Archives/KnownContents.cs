using Slipway.Instances.State;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Archives;

/// <summary>Finds a content on the instance by its hash: in the object store, else in the archive of any deployment, else where it is installed.</summary>
internal sealed class KnownContents(string root, GroupFolder group, ObjectStore? objects)
{
    /// <summary>A file with the content, hashed just now; null when there is none.</summary>
    internal string? Find(ContentHash content) => objects?.Find(content) ?? InArchives(content) ?? Installed(content);

    private string? InArchives(ContentHash content)
    {
        foreach (var deployment in group.AllDeployments())
        {
            if (!Directory.Exists(deployment.Revision) || ManifestFile.Read(deployment.Manifest) is not { } manifest) continue;
            using var folders = new ArchiveFolders(deployment.Revision);
            foreach (var entry in manifest.Entries)
            {
                if (entry.Kind == FileKind.File && ObjectKey.Of(entry).Content == content && folders.TryOpen(entry.Path, out var folder, out var name) && content.IsContentOf(folder, name)) return deployment.Revision + "/" + entry.Path;
            }
        }

        return null;
    }

    private string? Installed(ContentHash content) =>
        InstalledRecord.Read(group.Installed).Where(e => e.Content == content).Select(e => root + e.Path).FirstOrDefault(file => content.IsContentOf(null, file));
}
