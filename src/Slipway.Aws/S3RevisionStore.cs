using System.Collections.Concurrent;
using Amazon.S3;
using Slipway.Revisions;
using Slipway.Revisions.Encryption;
using Slipway.Revisions.Storing;
using Slipway.Specifications;

namespace Slipway.Aws;

/// <summary>
/// A store in S3: <c>PREFIX/APPLICATION/IDENTITY/</c> holds bundles and revision.json, <c>PREFIX/APPLICATION/.pins/</c> an object a holder. There is
/// no lock: a revision is what its record says, the record changes by conditional writes and deletes only, and a bundle's name is never used twice. So
/// whoever loses a race sees it and looks again, and nothing that somebody else relies on is overwritten or removed.
/// </summary>
/// <param name="address">Where it is.</param>
/// <param name="client">The service; disposed of with the store.</param>
/// <param name="options">How it sends and keeps.</param>
/// <param name="key">Encrypts on this machine before anything is sent; null leaves that to the server.</param>
/// <param name="time">The clock; the system's when null.</param>
public sealed class S3RevisionStore(S3Address address, IAmazonS3 client, S3StoreOptions options, IKeyWrapping? key = null, TimeProvider? time = null) : IRevisionStore
{
    private const int MostAttempts = 8, ReadsAtOnce = 16;

    private readonly S3Objects _objects = new(client, address.Bucket, address.ToString(), options);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    private readonly record struct Entry(StoreRecord? Record, string? ETag);

    private sealed record Listed(StoredRevision Stored, string RecordKey, string? ETag, IReadOnlyList<(string Key, DateTimeOffset Modified)> Others);

    /// <inheritdoc />
    public string Location => address.ToString();

    private S3Upload Upload => new(client, address.Bucket, _objects);

    /// <inheritdoc />
    public Task CheckAsync(CancellationToken cancellation) => _objects.ListAsync(address.Prefix, most: 1, cancellation);

    /// <inheritdoc />
    public async Task<StoredRevision> PutAsync(string bundleFile, string applicationName, CancellationToken cancellation)
    {
        var application = FolderOf(applicationName);
        var described = await StoredBundle.DescribeAsync(bundleFile, applicationName, _time.GetUtcNow(), cancellation).ConfigureAwait(false);
        var folder = $"{application}{described.Identity}/";
        StoreRecord? sent = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var current = await ReadAsync(folder, applicationName, cancellation).ConfigureAwait(false);
            var isThere = current.Record is { } there && StoredBundle.Holds(there, described, key) && there.ServerKeyId == (options.ServerKeyId ?? there.ServerKeyId)
                && await IsSoundAsync(folder, there, cancellation).ConfigureAwait(false);
            if (!isThere) sent ??= await SendAsync(bundleFile, folder, described, cancellation).ConfigureAwait(false);
            var record = (isThere ? current.Record! : sent!) with { StoredAt = described.StoredAt };
            if (!await _objects.TryWriteAsync(folder + StoreNames.Record, record.ToJson(), current.ETag, cancellation).ConfigureAwait(false)) continue;

            // Somebody was faster with the same bundle: ours is not needed.
            if (sent is not null && sent.Bundle != record.Bundle) await _objects.TryDeleteAsync(folder + sent.BundleName, null, cancellation).ConfigureAwait(false);
            return ToStored(folder, applicationName, record);
        }

        throw AwsErrors.Busy(Location);
    }

    /// <inheritdoc />
    public async Task<OpenedRevision> GetAsync(string applicationName, string identity, CancellationToken cancellation)
    {
        var folder = $"{FolderOf(applicationName)}{StoreNames.CheckIdentity(Location, identity)}/";
        for (var attempt = 0; ; attempt++)
        {
            var entry = await ReadAsync(folder, applicationName, cancellation).ConfigureAwait(false);
            if (entry.ETag is null) throw StoreErrors.NotStored(Location, applicationName, identity);
            var record = entry.Record ?? throw StoreErrors.Damaged($"{Location}/{folder[address.Prefix.Length..]}", "its record cannot be read");
            var name = $"{Location}/{folder[address.Prefix.Length..]}{record.BundleName}";
            try
            {
                return await StoredBundle.OpenCopyAsync(
                    (file, stop) => _objects.DownloadAsync(folder + record.BundleName, file, stop), record, name, key, cancellation).ConfigureAwait(false);
            }
            catch (FileNotFoundException)
            {
                // The record may have turned to another bundle between the two reads.
                if (attempt > 0 || await ReadAsync(folder, applicationName, cancellation).ConfigureAwait(false) == entry)
                    throw StoreErrors.Damaged(name, "the bundle is missing");
            }
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<StoredRevision>> ListAsync(string? applicationName, CancellationToken cancellation) =>
        [.. (await LookAsync(applicationName, cancellation).ConfigureAwait(false)).Where(l => l.ETag is not null).Select(l => l.Stored)];

    /// <inheritdoc />
    public async Task<IReadOnlyList<StoredRevision>> PruneAsync(string applicationName, RevisionRetention retention, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(retention.Keep);
        var abandoned = _time.GetUtcNow() - options.Abandoned;
        var listed = await LookAsync(applicationName, cancellation).ConfigureAwait(false);

        // The pins after the records: who pins changes the record afterwards, so what is pinned from now on cannot be deleted by what was read before.
        var pins = await PinsAsync(applicationName, cancellation).ConfigureAwait(false);
        var plan = RetentionPlan.Removed([.. listed.Where(l => l.ETag is not null).Select(l => l.Stored)], pins, retention, _time.GetUtcNow()).ToHashSet();
        var removed = new List<StoredRevision>();
        foreach (var entry in listed)
        {
            // Without its record a revision is gone; its bundles are nobody's then. Everything else waits until it is abandoned.
            var isRemoved = plan.Contains(entry.Stored) && await _objects.TryDeleteAsync(entry.RecordKey, entry.ETag, cancellation).ConfigureAwait(false);
            if (isRemoved) removed.Add(entry.Stored);
            var bundle = entry.RecordKey[..^StoreNames.Record.Length] + entry.Stored.Location[(entry.Stored.Location.LastIndexOf('/') + 1)..];
            foreach (var (other, modified) in entry.Others)
            {
                if ((isRemoved && other == bundle) || (other != bundle && modified < abandoned))
                    await _objects.TryDeleteAsync(other, null, cancellation).ConfigureAwait(false);
            }
        }

        await Upload.AbortAbandonedAsync(FolderOf(applicationName), abandoned, cancellation).ConfigureAwait(false);
        return removed;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> PinAsync(string applicationName, string holder, IReadOnlyCollection<string> identities, CancellationToken cancellation)
    {
        var application = FolderOf(applicationName);
        foreach (var identity in identities) StoreNames.CheckIdentity(Location, identity);
        var file = $"{application}{StoreNames.Pins}/{StoreNames.PinFile(holder)}";
        var earlier = await _objects.ReadAsync(file, cancellation).ConfigureAwait(false) is { } read ? PinRecord.Parse(read.Content) : null;
        if (identities.Count == 0)
        {
            if (earlier is not null) await _objects.TryDeleteAsync(file, null, cancellation).ConfigureAwait(false);
            return [];
        }

        await _objects.WriteAsync(file, new PinRecord(holder, [.. identities.Distinct()], _time.GetUtcNow()).ToJson(), cancellation).ConfigureAwait(false);
        var missing = new List<string>();
        foreach (var identity in identities.Distinct())
        {
            // What was pinned before has been safe all the time.
            var isNew = earlier?.Identities.Contains(identity) != true;
            if (!await IsThereAsync($"{application}{identity}/", applicationName, touch: isNew, cancellation).ConfigureAwait(false)) missing.Add(identity);
        }

        return missing;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RevisionPin>> PinsAsync(string? applicationName, CancellationToken cancellation)
    {
        var folder = applicationName is null ? address.Prefix : $"{FolderOf(applicationName)}{StoreNames.Pins}/";
        var files = (await _objects.ListAsync(folder, most: null, cancellation).ConfigureAwait(false)).Select(o => o.Key)
            .Where(file => file[address.Prefix.Length..].Split('/') is [_, StoreNames.Pins, _]);
        return [.. (await ReadAllAsync(files, cancellation).ConfigureAwait(false)).Select(file =>
        {
            // What cannot be read might have pinned anything: pruning must not go on as if it pinned nothing.
            var pins = PinRecord.Parse(file.Content) ?? throw StoreErrors.Damaged($"s3://{address.Bucket}/{file.Key}", "what it pins cannot be read, so nothing is removed");
            return new RevisionPin(StoreNames.ApplicationOf(file.Key[address.Prefix.Length..].Split('/')[0]), pins.Holder, pins.Identities, pins.PinnedAt);
        })];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        client.Dispose();
        (key as IDisposable)?.Dispose();
    }

    private async Task<StoreRecord> SendAsync(string bundleFile, string folder, StoreRecord record, CancellationToken cancellation)
    {
        record = record with { ServerKeyId = options.ServerKeyId };
        if (key is null) return await Upload.SendAsync(bundleFile, folder, record, cancellation).ConfigureAwait(false);
        var temporary = Directory.CreateTempSubdirectory("slipway-").FullName;
        try
        {
            var envelope = Path.Join(temporary, "bundle.sealed");
            record = await StoredBundle.SealAsync(bundleFile, envelope, record, key, cancellation).ConfigureAwait(false);
            return await Upload.SendAsync(envelope, folder, record, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>Whether a revision is there, and (touched) will be until the pins are read again: a removal that was decided on before fails now.</summary>
    private async Task<bool> IsThereAsync(string folder, string applicationName, bool touch, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var entry = await ReadAsync(folder, applicationName, cancellation).ConfigureAwait(false);
            if (entry.Record is null) return false;
            if (!touch || await _objects.TryWriteAsync(
                folder + StoreNames.Record, (entry.Record with { UsedAt = _time.GetUtcNow() }).ToJson(), entry.ETag, cancellation).ConfigureAwait(false)) return true;
        }

        throw AwsErrors.Busy(Location);
    }

    private async Task<Entry> ReadAsync(string folder, string applicationName, CancellationToken cancellation)
    {
        if (await _objects.ReadAsync(folder + StoreNames.Record, cancellation).ConfigureAwait(false) is not var (content, eTag)) return default;
        var identity = folder.TrimEnd('/')[^64..];
        return new(StoreRecord.Parse(content, identity) is { } record && record.ApplicationName == applicationName ? record : null, eTag);
    }

    private async Task<bool> IsSoundAsync(string folder, StoreRecord record, CancellationToken cancellation) =>
        await _objects.LookAsync(folder + record.BundleName, cancellation).ConfigureAwait(false) is { } found
            && found.Size == record.SizeInStore && record.Checksum is not null && found.Checksum == record.Checksum;

    /// <summary>Every folder of a revision, with its record and whatever else stands in it; the latest put first.</summary>
    private async Task<IReadOnlyList<Listed>> LookAsync(string? applicationName, CancellationToken cancellation)
    {
        var objects = await _objects.ListAsync(applicationName is null ? address.Prefix : FolderOf(applicationName), most: null, cancellation).ConfigureAwait(false);
        var folders = objects.GroupBy(o => o.Key[..(o.Key.LastIndexOf('/') + 1)])
            .Where(g => g.Key[address.Prefix.Length..].Split('/') is [_, var identity, ""] && StoreNames.IsIdentity(identity)).ToList();
        var recordKeys = folders.Select(f => f.Key + StoreNames.Record).Intersect(objects.Select(o => o.Key));
        var records = (await ReadAllAsync(recordKeys, cancellation).ConfigureAwait(false)).ToDictionary(r => r.Key);
        return [.. folders.Select(folder =>
        {
            var application = StoreNames.ApplicationOf(folder.Key[address.Prefix.Length..].Split('/')[0]);
            var file = records.GetValueOrDefault(folder.Key + StoreNames.Record);
            var record = file.Content is null ? null : StoreRecord.Parse(file.Content, folder.Key.TrimEnd('/')[^64..]);
            var bundle = folder.FirstOrDefault(o => record is not null && o.Key == folder.Key + record.BundleName);
            var damage = bundle is null ? "the bundle is missing"
                : bundle.Size != record!.SizeInStore ? $"the bundle has {bundle.Size} bytes instead of {record.SizeInStore}" : null;
            var stored = record is not null && record.ApplicationName == application
                ? ToStored(folder.Key, application, record, damage) : Unreadable(folder.Key, application);
            return new Listed(stored, folder.Key + StoreNames.Record, file.ETag,
                [.. folder.Where(o => StoreNames.IsBundleName(o.Key[folder.Key.Length..])).Select(o => (o.Key, TimeOf(o.LastModified)))]);
        }).OrderByDescending(l => l.Stored.StoredAt).ThenBy(l => l.Stored.Identity, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyCollection<(string Key, byte[] Content, string ETag)>> ReadAllAsync(IEnumerable<string> keys, CancellationToken cancellation)
    {
        var read = new ConcurrentBag<(string, byte[], string)>();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation }, async (file, stop) =>
        {
            // What goes meanwhile is left out.
            if (await _objects.ReadAsync(file, stop).ConfigureAwait(false) is var (content, eTag)) read.Add((file, content, eTag));
        }).ConfigureAwait(false);
        return read;
    }

    private StoredRevision ToStored(string folder, string applicationName, StoreRecord record, string? damage = null) =>
        record.ToStored(applicationName, $"s3://{address.Bucket}/{folder}{record.BundleName}", damage);

    private static DateTimeOffset TimeOf(DateTime? modified) => new((modified ?? DateTime.UtcNow).ToUniversalTime());

    private StoredRevision Unreadable(string folder, string applicationName) =>
        new(folder.TrimEnd('/')[^64..], applicationName, BundleType.Zip, 0, "", DateTimeOffset.UnixEpoch, $"s3://{address.Bucket}/{folder}{StoreNames.BundleName("zip")}",
            Damage: "its record cannot be read");

    private string FolderOf(string applicationName) => $"{address.Prefix}{StoreNames.FolderOf(Location, applicationName)}/";
}
