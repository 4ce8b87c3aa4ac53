namespace Slipway.Revisions.Storing;

/// <summary>A revision in a folder store: a folder with the bundle and its record.</summary>
/// <param name="path">Full path of the folder; its name is the identity.</param>
/// <param name="applicationName">The application below whose folder it stands.</param>
internal sealed class FolderEntry(string path, string applicationName)
{
    internal string Path { get; } = path;

    internal string Identity { get; } = System.IO.Path.GetFileName(path);

    internal string RecordFile => System.IO.Path.Join(Path, StoreNames.Record);

    /// <summary>Null when it is missing or cannot be believed: also when it is another application's, whose envelope would not open here.</summary>
    internal StoreRecord? ReadRecord()
    {
        try
        {
            return StoreRecord.Parse(File.ReadAllBytes(RecordFile), Identity) is { } record && record.ApplicationName == applicationName ? record : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    internal string BundleOf(StoreRecord record) => System.IO.Path.Join(Path, record.BundleName);

    /// <summary>What shows without reading the bundle.</summary>
    internal StoredRevision Look()
    {
        if (ReadRecord() is not { } record)
        {
            var expected = System.IO.Path.Join(Path, StoreNames.BundleName(nameof(BundleType.Zip)));
            return new(Identity, applicationName, BundleType.Zip, 0, "", DateTimeOffset.UnixEpoch, expected, Damage: "its record cannot be read");
        }

        return record.ToStored(applicationName, BundleOf(record), DamageOf(record));
    }

    /// <summary>What is wrong with the bundle as far as its size tells; null when nothing is.</summary>
    internal string? DamageOf(StoreRecord record)
    {
        var bundle = new FileInfo(BundleOf(record));
        return !bundle.Exists ? "the bundle is missing"
            : bundle.Length != record.SizeInStore ? $"the bundle has {bundle.Length} bytes instead of {record.SizeInStore}" : null;
    }

    /// <summary>Whether the bundle is, byte for byte, what its record says.</summary>
    internal async Task<bool> IsSoundAsync(StoreRecord record, CancellationToken cancellation) =>
        DamageOf(record) is null && await StoredBundle.Sha256Async(BundleOf(record), cancellation).ConfigureAwait(false) == record.Sha256InStore;

    /// <summary>Removes bundles that the record does not name: what was replaced, or not named in time before a kill.</summary>
    internal void RemoveOthers(StoreRecord record)
    {
        foreach (var file in Directory.EnumerateFiles(Path, "bundle*"))
        {
            if (System.IO.Path.GetFileName(file) != record.BundleName) File.Delete(file);
        }
    }
}
