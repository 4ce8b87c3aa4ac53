using System.Collections.Concurrent;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Revisions.Storing;
using Slipway.Specifications;

namespace Slipway.Aws;

/// <summary>
/// Sends a bundle: small ones in one request, large ones in parts, several at once. The object's name has the content's SHA-256 and something of its own
/// in it, so nothing is ever overwritten, and unfinished parts under such a name are of the same content: whoever comes next goes on with them.
/// </summary>
/// <param name="client">The service.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="objects">The same bucket's small objects.</param>
internal sealed class S3Upload(IAmazonS3 client, string bucket, S3Objects objects)
{
    private readonly record struct Part(int Number, long Offset, int Size);

    /// <summary>Sends a file and proves that it arrived.</summary>
    /// <param name="file">Full path.</param>
    /// <param name="folder">What its key begins with.</param>
    /// <param name="record">The record of its revision; its stored size and SHA-256 are the file's.</param>
    /// <param name="cancellation">Stops the call; parts that arrived stay, for the next attempt.</param>
    /// <returns>The record with the object's name and checksum.</returns>
    internal async Task<StoreRecord> SendAsync(string file, string folder, StoreRecord record, CancellationToken cancellation)
    {
        var size = objects.Options.PartSizeFor(record.SizeInStore);
        var (name, checksum) = record.SizeInStore <= size
            ? await SendWholeAsync(file, folder, record, cancellation).ConfigureAwait(false)
            : await SendPartsAsync(file, folder, record, size, cancellation).ConfigureAwait(false);
        return record with { Bundle = name, Checksum = checksum };
    }

    /// <summary>Gives up unfinished uploads below a prefix that nobody has gone on with for long.</summary>
    internal async Task AbortAbandonedAsync(string prefix, DateTimeOffset before, CancellationToken cancellation)
    {
        foreach (var upload in await UnfinishedAsync(prefix, cancellation).ConfigureAwait(false))
        {
            if (upload.Initiated?.ToUniversalTime() < before.UtcDateTime) await AbortAsync(upload.Key, upload.UploadId, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<(string Name, string Checksum)> SendWholeAsync(string file, string folder, StoreRecord record, CancellationToken cancellation)
    {
        var (method, keyId, bucketKey) = objects.Encryption;
        var (name, checksum) = (NameOf(record), Convert.ToBase64String(Convert.FromHexString(record.Sha256InStore)));
        var isNew = await objects.UnlessInConflictAsync("s3:PutObject", () => client.PutObjectAsync(new()
        {
            BucketName = bucket,
            Key = folder + name,
            FilePath = file,
            ContentType = "application/octet-stream",
            IfNoneMatch = "*",
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            ChecksumSHA256 = checksum,
            ServerSideEncryptionMethod = method,
            ServerSideEncryptionKeyManagementServiceKeyId = keyId,
            BucketKeyEnabled = bucketKey,
        }, cancellation)).ConfigureAwait(false);

        // A retry of the SDK may meet the object that its first attempt made; only the content counts.
        if (!isNew && (await objects.LookAsync(folder + name, cancellation).ConfigureAwait(false))?.Checksum != checksum) throw AwsErrors.Busy(objects.Place);
        return (name, checksum);
    }

    private async Task<(string Name, string Checksum)> SendPartsAsync(string file, string folder, StoreRecord record, int partSize, CancellationToken cancellation)
    {
        Part[] parts =
        [
            .. Enumerable.Range(0, checked((int)((record.SizeInStore + partSize - 1) / partSize)))
                .Select(i => new Part(i + 1, (long)i * partSize, (int)Math.Min(partSize, record.SizeInStore - ((long)i * partSize)))),
        ];
        var (name, uploadId, sent) = await BeginAsync(folder, record, parts, cancellation).ConfigureAwait(false);
        try
        {
            var tags = await SendAsync(file, folder + name, uploadId, parts, sent, cancellation).ConfigureAwait(false);
            var checksum = Convert.ToBase64String(SHA256.HashData([.. tags.SelectMany(t => Convert.FromBase64String(t.ChecksumSHA256))]));
            await objects.UnlessInConflictAsync("s3:PutObject", () => client.CompleteMultipartUploadAsync(
                new() { BucketName = bucket, Key = folder + name, UploadId = uploadId, PartETags = [.. tags], IfNoneMatch = "*" }, cancellation)).ConfigureAwait(false);

            // Somebody who went on with the same upload may have been faster: what counts is what stands there now.
            var found = await objects.LookAsync(folder + name, cancellation).ConfigureAwait(false);
            if (found is { } arrived && arrived.Size == record.SizeInStore && (arrived.Checksum is null || arrived.Checksum == checksum)) return (name, checksum);
            if (found is not null) await objects.TryDeleteAsync(folder + name, null, cancellation).ConfigureAwait(false);
            throw StoreErrors.Damaged($"{objects.Place}: {name}", "what arrived is not what was sent");
        }
        catch (Exception) when (record.KeyId is not null)
        {
            // The next envelope will be another one: nobody can go on with these parts.
            await AbortAsync(folder + name, uploadId, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>An unfinished upload of the same content and parts, else a new one.</summary>
    private async Task<(string Name, string UploadId, IReadOnlyDictionary<int, PartDetail> Sent)> BeginAsync(
        string folder, StoreRecord record, Part[] parts, CancellationToken cancellation)
    {
        var beginning = $"{folder}bundle-{record.Sha256InStore}-";
        var youngEnough = (record.StoredAt - objects.Options.Continued).UtcDateTime;
        foreach (var upload in record.KeyId is null ? await UnfinishedAsync(folder, cancellation).ConfigureAwait(false) : [])
        {
            if (!upload.Key.StartsWith(beginning, StringComparison.Ordinal) || upload.Initiated?.ToUniversalTime() < youngEnough) continue;
            if (await PartsAsync(upload, cancellation).ConfigureAwait(false) is not { } there) continue;
            if (there.All(p => parts.ElementAtOrDefault(p.Key - 1) is var mine && mine.Number == p.Key && mine.Size == p.Value.Size))
                return (upload.Key[folder.Length..], upload.UploadId, there);
        }

        var (method, keyId, bucketKey) = objects.Encryption;
        var name = NameOf(record);
        var begun = await objects.CallAsync("s3:PutObject", () => client.InitiateMultipartUploadAsync(new()
        {
            BucketName = bucket,
            Key = folder + name,
            ContentType = "application/octet-stream",
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            ServerSideEncryptionMethod = method,
            ServerSideEncryptionKeyManagementServiceKeyId = keyId,
            BucketKeyEnabled = bucketKey,
        }, cancellation)).ConfigureAwait(false);
        return (name, begun.UploadId, new Dictionary<int, PartDetail>());
    }

    private async Task<PartETag[]> SendAsync(
        string file, string key, string uploadId, Part[] parts, IReadOnlyDictionary<int, PartDetail> sent, CancellationToken cancellation)
    {
        using var handle = File.OpenHandle(file, options: FileOptions.Asynchronous);
        var tags = new PartETag[parts.Length];
        var buffers = new ConcurrentBag<byte[]>();
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = objects.Options.PartsAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(parts, atOnce, async (part, stop) =>
        {
            if (!buffers.TryTake(out var buffer)) buffer = new byte[parts[0].Size];
            var read = await ReadAsync(handle, buffer.AsMemory(0, part.Size), part.Offset, stop).ConfigureAwait(false);
            if (read < part.Size) throw StoreErrors.Unusable(file, "the bundle became shorter while it was sent");
            var checksum = Convert.ToBase64String(SHA256.HashData(buffer.AsSpan(0, part.Size)));

            // A server that keeps no checksums of parts is taken by its word here: the whole is compared when it is complete.
            var eTag = sent.TryGetValue(part.Number, out var there) && (there.ChecksumSHA256 is null || there.ChecksumSHA256 == checksum)
                ? there.ETag : await SendAsync(key, uploadId, part, buffer, checksum, stop).ConfigureAwait(false);
            tags[part.Number - 1] = new() { PartNumber = part.Number, ETag = eTag, ChecksumSHA256 = checksum };
            buffers.Add(buffer);
        }).ConfigureAwait(false);
        return tags;
    }

    private async Task<string> SendAsync(string key, string uploadId, Part part, byte[] buffer, string checksum, CancellationToken cancellation)
    {
        var response = await objects.CallAsync("s3:PutObject", () => client.UploadPartAsync(new()
        {
            BucketName = bucket,
            Key = key,
            UploadId = uploadId,
            PartNumber = part.Number,
            PartSize = part.Size,
            InputStream = new MemoryStream(buffer, 0, part.Size, writable: false),
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            ChecksumSHA256 = checksum,
        }, cancellation)).ConfigureAwait(false);
        return response.ETag;
    }

    private async Task<IReadOnlyList<MultipartUpload>> UnfinishedAsync(string prefix, CancellationToken cancellation)
    {
        var all = new List<MultipartUpload>();
        var request = new ListMultipartUploadsRequest { BucketName = bucket, Prefix = prefix };
        ListMultipartUploadsResponse response;
        do
        {
            response = await objects.CallAsync("s3:ListBucketMultipartUploads", () => client.ListMultipartUploadsAsync(request, cancellation)).ConfigureAwait(false);
            all.AddRange((response.MultipartUploads ?? []).Where(u => u.Key.StartsWith(prefix, StringComparison.Ordinal)));
            (request.KeyMarker, request.UploadIdMarker) = (response.NextKeyMarker, response.NextUploadIdMarker);
        }
        while (response.IsTruncated == true);
        return all;
    }

    // Null when it ended meanwhile.
    private async Task<IReadOnlyDictionary<int, PartDetail>?> PartsAsync(MultipartUpload upload, CancellationToken cancellation)
    {
        var parts = new Dictionary<int, PartDetail>();
        var request = new ListPartsRequest { BucketName = bucket, Key = upload.Key, UploadId = upload.UploadId };
        try
        {
            ListPartsResponse response;
            do
            {
                response = await objects.CallAsync("s3:ListMultipartUploadParts", () => client.ListPartsAsync(request, cancellation)).ConfigureAwait(false);
                foreach (var part in response.Parts ?? []) parts[part.PartNumber ?? 0] = part;
                request.PartNumberMarker = response.NextPartNumberMarker?.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            while (response.IsTruncated == true);
            return parts;
        }
        catch (SlipwayException e) when (AwsFailure.IsMissing(e.InnerException!))
        {
            return null;
        }
    }

    private Task<bool> AbortAsync(string key, string uploadId, CancellationToken cancellation) => objects.UnlessInConflictAsync("s3:AbortMultipartUpload", () =>
        client.AbortMultipartUploadAsync(new() { BucketName = bucket, Key = key, UploadId = uploadId }, cancellation));

    private static async Task<int> ReadAsync(Microsoft.Win32.SafeHandles.SafeFileHandle handle, Memory<byte> buffer, long offset, CancellationToken cancellation)
    {
        var total = 0;
        while (total < buffer.Length
            && await RandomAccess.ReadAsync(handle, buffer[total..], offset + total, cancellation).ConfigureAwait(false) is > 0 and var read) total += read;
        return total;
    }

    private static string NameOf(StoreRecord record) => StoreNames.BundleName(
        record.BundleType, $"{record.Sha256InStore}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}", isSealed: record.KeyId is not null);
}
