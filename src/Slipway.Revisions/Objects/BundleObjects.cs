using Slipway.Revisions.Staging;
using Slipway.Specifications;

namespace Slipway.Revisions.Objects;

/// <summary>Takes single objects out of a bundle again, after something damaged the instance's own.</summary>
public static class BundleObjects
{
    /// <summary>Adds those of the objects that the bundle holds. A bundle that is gone or damaged adds none.</summary>
    /// <param name="bundle">A bundle with a manifest, else nothing is added.</param>
    /// <param name="wanted">What is asked for; what was added is taken out.</param>
    /// <param name="store">Where a tar is unpacked to for the moment.</param>
    /// <param name="adding">Takes them.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public static void Add(string bundle, ISet<ObjectKey> wanted, ObjectStore store, ObjectAdding adding, CancellationToken cancellation)
    {
        if (wanted.Count == 0 || !File.Exists(bundle)) return;
        try
        {
            using var file = BundleFile.Open(bundle);
            if (BundleFormat.Of(bundle, BundleFile.Start(file)) == BundleType.Zip)
            {
                var meter = new UnpackMeter(bundle, file.Length, StagingLimits.Default);
                if (ZipSource.Open(bundle, file.SafeFileHandle, meter, cancellation) is { } zip) Add(zip, zip.Contents, wanted, adding);
                return;
            }

            AddFromTar(bundle, wanted, store, adding, cancellation);
        }
        catch (SlipwayException)
        {
            // Not the bundle that it was: what it would give cannot be had.
        }
    }

    private static void AddFromTar(string bundle, ISet<ObjectKey> wanted, ObjectStore store, ObjectAdding adding, CancellationToken cancellation)
    {
        // A tar has no directory: all of it is unpacked.
        var temporary = store.Folder + "/incoming-tar";
        try
        {
            if (RevisionStaging.Stage(bundle, temporary, StagingLimits.Default, null, cancellation) is not { Contents: { } contents }) return;
            using var source = new ArchiveSource(temporary, contents);
            Add(source, contents, wanted, adding);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    private static void Add(IContentSource source, ArchiveContents contents, ISet<ObjectKey> wanted, ObjectAdding adding)
    {
        var buffer = new byte[128 * 1024];
        for (var i = 0; i < contents.Entries.Count; i++)
        {
            if (!contents.IsFile(i) || contents.KeyOf(i) is var key && !wanted.Contains(key)) continue;
            var index = i;
            adding.Add(key, file => source.Write(index, file, buffer));
            wanted.Remove(key);
        }
    }
}
