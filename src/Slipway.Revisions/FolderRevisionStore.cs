using Slipway.Revisions.Encryption;
using Slipway.Revisions.Storing;
using Slipway.Specifications;

namespace Slipway.Revisions;

/// <summary>
/// A store in a folder, on a disk or a share: <c>APPLICATION/IDENTITY/</c> holds the bundle and revision.json, <c>APPLICATION/.pins/</c> a file a
/// holder. An entry is made under a name with a dot and renamed when all of it is on the disk, so a kill leaves either the whole entry or something
/// that the next writer sweeps away.
/// </summary>
/// <param name="folder">The store's folder; made when something is put.</param>
/// <param name="time">Clock for <see cref="StoredRevision.StoredAt"/>; the system's when null.</param>
/// <param name="key">Encrypts what is put and decrypts what is fetched; null stores plain bundles.</param>
public sealed class FolderRevisionStore(string folder, TimeProvider? time = null, IKeyWrapping? key = null) : IRevisionStore
{
    private readonly string _folder = Path.GetFullPath(folder);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc />
    public string Location => _folder;

    /// <inheritdoc />
    public Task CheckAsync(CancellationToken cancellation) => Coded(() =>
    {
        if (Directory.Exists(_folder)) _ = Directory.EnumerateFileSystemEntries(_folder).Any();
        else if (File.Exists(_folder)) throw new IOException("it is a file");
        return Task.FromResult(true);
    });

    /// <inheritdoc />
    public Task<StoredRevision> PutAsync(string bundleFile, string applicationName, CancellationToken cancellation) => Coded(async () =>
    {
        var application = FolderOf(applicationName);
        var record = await StoredBundle.DescribeAsync(bundleFile, applicationName, _time.GetUtcNow(), cancellation).ConfigureAwait(false);
        using var held = await StoreLock.AcquireAsync(_folder, cancellation).ConfigureAwait(false);
        Sweep(held);
        Directory.CreateDirectory(application);
        var entry = new FolderEntry(Path.Join(application, record.Identity), applicationName);
        if (entry.ReadRecord() is { } stored && StoredBundle.Holds(stored, record, key) && await entry.IsSoundAsync(stored, cancellation).ConfigureAwait(false))
            WriteRecord(entry, stored with { StoredAt = record.StoredAt });
        else
            await WriteAsync(bundleFile, record, entry, cancellation).ConfigureAwait(false);
        return entry.Look();
    });

    /// <inheritdoc />
    public Task<OpenedRevision> GetAsync(string applicationName, string identity, CancellationToken cancellation) => Coded(async () =>
    {
        var entry = new FolderEntry(Path.Join(FolderOf(applicationName), StoreNames.CheckIdentity(_folder, identity)), applicationName);
        if (!Directory.Exists(entry.Path)) throw StoreErrors.NotStored(_folder, applicationName, identity);
        var record = entry.ReadRecord() ?? throw StoreErrors.Damaged(entry.Path, "its record cannot be read");
        if (entry.DamageOf(record) is { } damage) throw StoreErrors.Damaged(entry.Path, damage);
        if (record.KeyId is null)
        {
            return await entry.IsSoundAsync(record, cancellation).ConfigureAwait(false)
                ? new OpenedRevision(entry.Look(), entry.BundleOf(record), temporaryFolder: null)
                : throw StoreErrors.Damaged(entry.Path, "the bundle's checksum is not the recorded one");
        }

        return await StoredBundle.OpenCopyAsync(
            (file, stop) => CopyAsync(entry.BundleOf(record), file, stop), record, entry.BundleOf(record), key, cancellation).ConfigureAwait(false);
    });

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredRevision>> ListAsync(string? applicationName, CancellationToken cancellation) => Coded(() =>
    {
        cancellation.ThrowIfCancellationRequested();

        // Nothing is locked to look: what goes meanwhile is left out.
        return Task.FromResult<IReadOnlyList<StoredRevision>>(
        [
            .. Applications(applicationName).SelectMany(Entries)
                .Select(entry => (entry.Path, Stored: entry.Look()))
                .Where(e => Directory.Exists(e.Path)).Select(e => e.Stored)
                .OrderByDescending(r => r.StoredAt).ThenBy(r => r.Identity, StringComparer.Ordinal),
        ]);
    });

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredRevision>> PruneAsync(string applicationName, RevisionRetention retention, CancellationToken cancellation) => Coded(async () =>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(retention.Keep);
        if (!Directory.Exists(_folder)) return (IReadOnlyList<StoredRevision>)[];
        using var held = await StoreLock.AcquireAsync(_folder, cancellation).ConfigureAwait(false);
        Sweep(held);
        var removed = new List<StoredRevision>();
        foreach (var revision in RetentionPlan.Removed(await ListAsync(applicationName, cancellation).ConfigureAwait(false), Pins(applicationName), retention, _time.GetUtcNow()))
        {
            if (Remove(applicationName, revision, held)) removed.Add(revision);
        }

        return removed;
    });

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> PinAsync(string applicationName, string holder, IReadOnlyCollection<string> identities, CancellationToken cancellation) => Coded(async () =>
    {
        var application = FolderOf(applicationName);
        foreach (var identity in identities) StoreNames.CheckIdentity(_folder, identity);

        // An application that the store knows nothing of has nothing to pin, and looking leaves no trace.
        if (!Directory.Exists(application)) return (IReadOnlyList<string>)[.. identities];
        using var held = await StoreLock.AcquireAsync(_folder, cancellation).ConfigureAwait(false);
        new FolderPins(application).Write(new(holder, [.. identities.Distinct()], _time.GetUtcNow()), Temporary("put"));
        return [.. identities.Where(identity => !File.Exists(Path.Join(application, identity, StoreNames.Record)))];
    });

    /// <inheritdoc />
    public Task<IReadOnlyList<RevisionPin>> PinsAsync(string? applicationName, CancellationToken cancellation) => Coded(() =>
        Task.FromResult<IReadOnlyList<RevisionPin>>([.. Applications(applicationName).SelectMany(application => new FolderPins(application).Read(NameOf(application)))]));

    /// <inheritdoc />
    public void Dispose() => (key as IDisposable)?.Dispose();

    private async Task WriteAsync(string bundleFile, StoreRecord record, FolderEntry entry, CancellationToken cancellation)
    {
        var temporary = Temporary("put");
        Directory.CreateDirectory(temporary);
        try
        {
            var copy = Path.Join(temporary, StoreNames.BundleName(record.BundleType, isSealed: key is not null));
            if (key is null)
            {
                // What is recorded is what was copied, if the bundle changes meanwhile.
                var (size, sha256) = await DurableFile.CopyBundleAsync(bundleFile, copy, null, new(record.ApplicationName, record.Identity), cancellation).ConfigureAwait(false);
                record = record with { Size = size, Sha256 = sha256 };
            }
            else
            {
                record = await StoredBundle.SealAsync(bundleFile, copy, record, key, cancellation).ConfigureAwait(false);
            }

            record = record with { Bundle = Path.GetFileName(copy) };
            if (!Directory.Exists(entry.Path)) MakeEntry(temporary, record, entry);
            else Replace(temporary, copy, record, entry);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    private static void MakeEntry(string temporary, StoreRecord record, FolderEntry entry)
    {
        DurableFile.Write(Path.Join(temporary, StoreNames.Record), record.ToJson());
        DurableFile.SyncFolder(temporary);
        try
        {
            Directory.Move(temporary, entry.Path);
        }
        catch (IOException) when (entry.ReadRecord() is { } others && others.Sha256 == record.Sha256)
        {
            // On a share without locks somebody else has just put the same.
        }

        DurableFile.SyncFolder(Path.GetDirectoryName(entry.Path)!);
    }

    /// <summary>The new bundle comes beside the old one under a name of its own, then the record turns to it: a kill leaves one of the two.</summary>
    private void Replace(string temporary, string copy, StoreRecord record, FolderEntry entry)
    {
        record = record with { Bundle = StoreNames.BundleName(record.BundleType, record.Sha256InStore[..16], isSealed: key is not null) };
        DurableFile.SyncFolder(temporary);
        File.Move(copy, entry.BundleOf(record), overwrite: true);
        DurableFile.SyncFolder(entry.Path);
        WriteRecord(entry, record);
        entry.RemoveOthers(record);
    }

    private void WriteRecord(FolderEntry entry, StoreRecord record)
    {
        var temporary = Temporary("put");
        DurableFile.Write(temporary, record.ToJson());
        File.Move(temporary, entry.RecordFile, overwrite: true);
        DurableFile.SyncFolder(entry.Path);
    }

    private bool Remove(string applicationName, StoredRevision revision, StoreLock held)
    {
        // Out of sight at once: a kill must not leave half an entry under its name.
        var path = Path.Join(FolderOf(applicationName), revision.Identity);
        var gone = Temporary("gone");
        Directory.Move(path, gone);

        // Without a lock somebody may have put or pinned it after we looked; then it comes back.
        if (!held.IsEnforced && (IsNewer(gone, revision) || Pins(applicationName).Any(pin => pin.Identities.Contains(revision.Identity))))
        {
            Directory.Move(gone, path);
            return false;
        }

        Directory.Delete(gone, recursive: true);
        return true;
    }

    private static bool IsNewer(string entry, StoredRevision revision) =>
        File.Exists(Path.Join(entry, StoreNames.Record)) && StoreRecord.Parse(File.ReadAllBytes(Path.Join(entry, StoreNames.Record)), revision.Identity)?.StoredAt > revision.StoredAt;

    /// <summary>Removes what killed writers left behind; whoever holds a lock that counts knows that nobody writes.</summary>
    private void Sweep(StoreLock held)
    {
        if (!held.IsEnforced) return;
        foreach (var left in Directory.EnumerateDirectories(_folder, ".put-*")) Directory.Delete(left, recursive: true);
        foreach (var left in Directory.EnumerateDirectories(_folder, ".gone-*")) Directory.Delete(left, recursive: true);
        foreach (var left in Directory.EnumerateFiles(_folder, ".put-*")) File.Delete(left);
    }

    private static async Task CopyAsync(string from, string to, CancellationToken cancellation)
    {
        using var source = Staging.BundleFile.Open(from);
        using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        await source.CopyToAsync(target, 1 << 20, cancellation).ConfigureAwait(false);
    }

    private string Temporary(string what) => Path.Join(_folder, $".{what}-{Path.GetRandomFileName()}");

    private string FolderOf(string applicationName) => Path.Join(_folder, StoreNames.FolderOf(_folder, applicationName));

    private static string NameOf(string applicationFolder) => StoreNames.ApplicationOf(Path.GetFileName(applicationFolder));

    private IEnumerable<string> Applications(string? name) => name is null ? Folders(_folder) : [FolderOf(name)];

    private static IEnumerable<FolderEntry> Entries(string application) =>
        Folders(application).Where(entry => StoreNames.IsIdentity(Path.GetFileName(entry))).Select(entry => new FolderEntry(entry, NameOf(application)));

    private IReadOnlyList<RevisionPin> Pins(string applicationName) => [.. new FolderPins(FolderOf(applicationName)).Read(applicationName)];

    private static IEnumerable<string> Folders(string path) =>
        Directory.Exists(path) ? Directory.EnumerateDirectories(path).Where(d => !Path.GetFileName(d).StartsWith('.')) : [];

    private async Task<T> Coded<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Unusable(_folder, e.Message, e);
        }
    }
}
