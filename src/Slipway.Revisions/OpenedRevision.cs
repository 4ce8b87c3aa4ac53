namespace Slipway.Revisions;

/// <summary>A verified bundle from a store, on this machine until it is disposed of.</summary>
/// <param name="stored">What the store says of it.</param>
/// <param name="bundleFile">Full path of the plain bundle.</param>
/// <param name="temporaryFolder">A folder that goes with this object; null when the bundle is the store's own file.</param>
public sealed class OpenedRevision(StoredRevision stored, string bundleFile, string? temporaryFolder) : IDisposable
{
    /// <summary>What the store says of it.</summary>
    public StoredRevision Stored { get; } = stored;

    /// <summary>Full path of the plain bundle; it must not be changed.</summary>
    public string BundleFile { get; } = bundleFile;

    /// <summary>Whether the bundle is a copy that <see cref="Dispose"/> removes.</summary>
    public bool IsTemporary => temporaryFolder is not null;

    /// <inheritdoc />
    public void Dispose()
    {
        if (temporaryFolder is null) return;
        try
        {
            Directory.Delete(temporaryFolder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The system empties its folder of temporary files; what was asked for has been done.
        }
    }
}
