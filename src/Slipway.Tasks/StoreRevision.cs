using Microsoft.Build.Framework;
using Slipway.Deployments.History;
using Slipway.Revisions;

namespace Slipway.Tasks;

/// <summary>Keeps a bundle in the revision store, and removes the oldest ones that nobody uses.</summary>
[MSBuildMultiThreadableTask]
public sealed class StoreRevision : DeployingTask
{
    /// <summary>Full path of the bundle.</summary>
    [Required]
    public string BundleFile { get; set; } = "";

    /// <summary>How many revisions of the application the store keeps.</summary>
    public int RevisionsToKeep { get; set; } = 10;

    /// <summary>Full path of the stored bundle.</summary>
    [Output]
    public string StoredRevision { get; set; } = "";

    /// <inheritdoc />
    protected override void Run(CancellationToken cancellation)
    {
        var destination = Destination;
        var store = new FolderRevisionStore(StoreFolder);
        var stored = store.PutAsync(BundleFile, destination.ApplicationName, cancellation).GetAwaiter().GetResult();
        Log.LogMessage(MessageImportance.Normal, "Stored revision {0} as {1}.", stored.Identity, stored.BundleFile);

        var history = new DeploymentHistory(new StateFolder(destination.StateFolder), TimeProvider.System).Read();
        var inUse = RevisionStores.InUse(history.Entries).Append(stored.Identity).ToHashSet(StringComparer.Ordinal);
        var removed = store.PruneAsync(destination.ApplicationName, Math.Max(1, RevisionsToKeep), inUse, cancellation).GetAwaiter().GetResult();
        foreach (var revision in removed) Log.LogMessage(MessageImportance.Normal, "Removed revision {0} from the store.", revision.Identity);
        StoredRevision = stored.BundleFile;
    }
}
