namespace Slipway.Revisions.Packing;

/// <summary>Writes a bundle in the order of its items. The same items give the same bytes.</summary>
internal interface IBundleWriter : IDisposable
{
    /// <summary>Adds every item.</summary>
    void AddAll(IReadOnlyList<PackItem> items);

    /// <summary>Writes what was added to the end; then the content of every file is known.</summary>
    void Complete();

    /// <summary>Writes the manifest where the CodeDeploy agent does not look, and the archive's end.</summary>
    void Finish(byte[] manifest);
}
