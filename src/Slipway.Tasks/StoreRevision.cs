using Microsoft.Build.Framework;
using Slipway.Deployments.History;
using Slipway.Revisions;
using Slipway.Specifications;

namespace Slipway.Tasks;

/// <summary>Keeps a bundle in the revision store, and removes the oldest ones that nobody uses.</summary>
[MSBuildMultiThreadableTask]
public sealed class StoreRevision : DeployingTask
{
    // Missing rights to delete, or pins of others that cannot be read, are no reason not to deploy what has been stored.
    private const string AccessDenied = "SLW0602", Damaged = "SLW0132";

    // Who publishes again and again into a store of their own should not keep two hours of it; a deployment of this build pins what it deploys before that.
    private static readonly TimeSpan FreshInOwnStore = TimeSpan.FromMinutes(15);

    /// <summary>Full path of the bundle.</summary>
    [Required]
    public string BundleFile { get; set; } = "";

    /// <summary>How many revisions of the application the store keeps.</summary>
    public int RevisionsToKeep { get; set; } = 10;

    /// <summary>Full path of the bundle to deploy: the stored one, or the packed one where the store's is elsewhere or encrypted.</summary>
    [Output]
    public string StoredRevision { get; set; } = "";

    /// <summary>The revision's identity.</summary>
    [Output]
    public string RevisionIdentity { get; set; } = "";

    /// <inheritdoc />
    protected override void Run(CancellationToken cancellation)
    {
        var destination = Destination;
        using var store = OpenStore();
        var stored = store.PutAsync(BundleFile, destination.ApplicationName, cancellation).GetAwaiter().GetResult();
        Log.LogMessage(MessageImportance.Normal, "Stored revision {0} as {1}.", stored.Identity, stored.Location);
        Prune(store, destination, stored.Identity, cancellation);
        StoredRevision = stored.KeyId is null && File.Exists(stored.Location) ? stored.Location : BundleFile;
        RevisionIdentity = stored.Identity;
    }

    private void Prune(IRevisionStore store, Destination destination, string stored, CancellationToken cancellation)
    {
        try
        {
            var history = new DeploymentHistory(new StateFolder(destination.StateFolder), TimeProvider.System).Read();
            var retention = new RevisionRetention(Math.Max(1, RevisionsToKeep))
            {
                InUse = UnpinnedRevisions.InUse(history.Entries).Append(stored).ToHashSet(StringComparer.Ordinal),
            };
            if (RevisionStore.Length == 0) retention = retention with { Fresh = FreshInOwnStore };
            foreach (var revision in store.PruneAsync(destination.ApplicationName, retention, cancellation).GetAwaiter().GetResult())
                Log.LogMessage(MessageImportance.Normal, "Removed revision {0} from the store.", revision.Identity);
        }
        catch (SlipwayException e) when (e.Error.Code is AccessDenied or Damaged)
        {
            Log.Warn(e.Error with { Message = $"Old revisions were not removed from the store. {e.Error.Message}" }, ProjectFile);
        }
    }
}
