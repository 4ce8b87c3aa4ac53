using System.Security.Cryptography;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Staging;
using Slipway.Revisions.Storing;
using Slipway.Specifications;

namespace Slipway.Revisions;

/// <summary>
/// A store in a folder: <c>APPLICATION/IDENTITY/</c> holds the bundle and revision.json. An entry is made under a name with a dot and
/// renamed when all of it is on the disk, so a kill leaves either the whole entry or something that the next writer sweeps away.
/// </summary>
/// <param name="folder">The store's folder; made when something is put.</param>
/// <param name="time">Clock for <see cref="StoredRevision.StoredAt"/>; the system's when null.</param>
public sealed class FolderRevisionStore(string folder, TimeProvider? time = null) : IRevisionStore
{
    private const string RecordFile = "revision.json";

    private readonly string _folder = Path.GetFullPath(folder);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc />
    public Task<StoredRevision> PutAsync(string bundleFile, string applicationName, CancellationToken cancellation) => Coded(async () =>
    {
        var application = Path.Join(_folder, StoreNames.FolderOf(_folder, applicationName));
        var (type, manifest) = RevisionBundle.Read(bundleFile);
        var identity = manifest?.Identity ?? await Sha256Async(bundleFile, cancellation).ConfigureAwait(false);
        using var held = await StoreLock.AcquireAsync(_folder, cancellation).ConfigureAwait(false);
        Sweep();
        Directory.CreateDirectory(application);
        var entry = Path.Join(application, identity);
        if (Directory.Exists(entry) && await IsSoundAsync(applicationName, entry, cancellation).ConfigureAwait(false)
            && !AttachedFile.BringsMore(bundleFile, Read(applicationName, entry).BundleFile)) return Touch(applicationName, entry);
        await WriteAsync(bundleFile, new(identity, applicationName, type.ToString(), 0, "", _time.GetUtcNow()), entry, cancellation).ConfigureAwait(false);
        return Read(applicationName, entry);
    });

    /// <inheritdoc />
    public Task<StoredRevision> GetAsync(string applicationName, string identity, CancellationToken cancellation) => Coded(async () =>
    {
        var entry = Path.Join(_folder, StoreNames.FolderOf(_folder, applicationName), StoreNames.CheckIdentity(_folder, identity));
        if (!Directory.Exists(entry)) throw RevisionErrors.NotStored(_folder, applicationName, identity);
        var stored = Read(applicationName, entry);
        if (stored.Damage is { } damage) throw RevisionErrors.StoreDamaged(entry, damage);
        return await Sha256Async(stored.BundleFile, cancellation).ConfigureAwait(false) == stored.Sha256
            ? stored
            : throw RevisionErrors.StoreDamaged(entry, "the bundle's checksum is not the recorded one");
    });

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredRevision>> ListAsync(string? applicationName, CancellationToken cancellation) => Coded(() =>
    {
        cancellation.ThrowIfCancellationRequested();

        // Nothing is locked to look: what goes meanwhile is left out.
        IEnumerable<string> applications = applicationName is null ? Folders(_folder) : [Path.Join(_folder, StoreNames.FolderOf(_folder, applicationName))];
        return Task.FromResult<IReadOnlyList<StoredRevision>>(
        [
            .. applications.SelectMany(Entries)
                .Where(r => Directory.Exists(Path.GetDirectoryName(r.BundleFile)))
                .OrderByDescending(r => r.StoredAt).ThenBy(r => r.Identity, StringComparer.Ordinal),
        ]);
    });

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredRevision>> PruneAsync(
        string applicationName, int keep, IReadOnlySet<string> inUse, CancellationToken cancellation) => Coded(async () =>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keep);
        if (!Directory.Exists(_folder)) return [];
        using var held = await StoreLock.AcquireAsync(_folder, cancellation).ConfigureAwait(false);
        Sweep();
        var all = await ListAsync(applicationName, cancellation).ConfigureAwait(false);
        var kept = all.Where(r => r.Damage is null).Take(keep).Select(r => r.Identity).ToHashSet(StringComparer.Ordinal);
        var removed = all.Where(r => !kept.Contains(r.Identity) && !inUse.Contains(r.Identity)).ToList();
        foreach (var revision in removed) Remove(Path.GetDirectoryName(revision.BundleFile)!);
        return (IReadOnlyList<StoredRevision>)removed;
    });

    private async Task WriteAsync(string bundleFile, StoreRecord record, string entry, CancellationToken cancellation)
    {
        var temporary = Path.Join(_folder, $".put-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(temporary);
        try
        {
            using (var source = BundleFile.Open(bundleFile))
            {
                var bundle = Path.Join(temporary, BundleName(record.BundleType));
                var (size, sha256) = await DurableFile.CopyAsync(source, bundle, cancellation).ConfigureAwait(false);
                DurableFile.Write(Path.Join(temporary, RecordFile), (record with { Size = size, Sha256 = sha256 }).ToJson());
            }

            DurableFile.SyncFolder(temporary);
            if (Directory.Exists(entry)) Remove(entry);
            Directory.Move(temporary, entry);
            DurableFile.SyncFolder(Path.GetDirectoryName(entry)!);
        }
        catch
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            throw;
        }
    }

    private StoredRevision Touch(string application, string entry)
    {
        var stored = Read(application, entry) with { StoredAt = _time.GetUtcNow() };
        var temporary = Path.Join(_folder, $".put-{Path.GetRandomFileName()}");
        var record = new StoreRecord(stored.Identity, application, stored.Type.ToString(), stored.Size, stored.Sha256, stored.StoredAt);
        DurableFile.Write(temporary, record.ToJson());
        File.Move(temporary, Path.Join(entry, RecordFile), overwrite: true);
        return stored;
    }

    private static async Task<bool> IsSoundAsync(string application, string entry, CancellationToken cancellation)
    {
        var stored = Read(application, entry);
        return stored.Damage is null && await Sha256Async(stored.BundleFile, cancellation).ConfigureAwait(false) == stored.Sha256;
    }

    private static StoredRevision Read(string application, string entry)
    {
        var identity = Path.GetFileName(entry);
        var json = Path.Join(entry, RecordFile);
        var record = File.Exists(json) ? StoreRecord.Parse(File.ReadAllBytes(json)) : null;
        if (record is null || record.Identity != identity || !Enum.TryParse<BundleType>(record.BundleType, out var type) || !Enum.IsDefined(type))
        {
            var expected = Path.Join(entry, BundleName(nameof(BundleType.Zip)));
            return new(identity, application, BundleType.Zip, 0, "", DateTimeOffset.UnixEpoch, expected, "its record cannot be read");
        }

        var bundle = new FileInfo(Path.Join(entry, BundleName(record.BundleType)));
        var damage = !bundle.Exists ? "the bundle is missing"
            : bundle.Length != record.Size ? $"the bundle has {bundle.Length} bytes instead of {record.Size}" : null;
        return new(identity, application, type, record.Size, record.Sha256, record.StoredAt, bundle.FullName, damage);
    }

    private static IEnumerable<StoredRevision> Entries(string application) =>
        Folders(application)
            .Where(entry => StoreNames.IsIdentity(Path.GetFileName(entry)))
            .Select(entry => Read(StoreNames.ApplicationOf(Path.GetFileName(application)), entry));

    private static string BundleName(string type) => $"bundle.{type.ToLowerInvariant()}";

    private static async Task<string> Sha256Async(string file, CancellationToken cancellation)
    {
        using var stream = BundleFile.Open(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
    }

    private static IEnumerable<string> Folders(string path) =>
        Directory.Exists(path) ? Directory.EnumerateDirectories(path).Where(d => !Path.GetFileName(d).StartsWith('.')) : [];

    private void Remove(string entry)
    {
        // Out of sight at once: a kill must not leave half an entry under its name.
        var gone = Path.Join(_folder, $".gone-{Path.GetRandomFileName()}");
        Directory.Move(entry, gone);
        Directory.Delete(gone, recursive: true);
    }

    /// <summary>Removes what killed writers left behind; whoever holds the lock knows that nobody writes.</summary>
    private void Sweep()
    {
        foreach (var left in Directory.EnumerateDirectories(_folder, ".put-*")) Directory.Delete(left, recursive: true);
        foreach (var left in Directory.EnumerateDirectories(_folder, ".gone-*")) Directory.Delete(left, recursive: true);
        foreach (var left in Directory.EnumerateFiles(_folder, ".put-*")) File.Delete(left);
    }

    private async Task<T> Coded<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RevisionErrors.Store(_folder, e.Message, e);
        }
    }
}
