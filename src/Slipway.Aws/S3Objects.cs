using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Specifications;

namespace Slipway.Aws;

/// <summary>The objects of one bucket: small ones whole, large ones to and from files. Every failure is one coded line that names the IAM action.</summary>
/// <param name="client">The service.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="place">The store as the user wrote it, for errors.</param>
/// <param name="options">Part size and encryption.</param>
internal sealed class S3Objects(IAmazonS3 client, string bucket, string place, S3StoreOptions options)
{
    private const int BufferBytes = 1 << 20, MostAttempts = 5;

    internal string Place => place;

    internal S3StoreOptions Options => options;

    /// <summary>A small object and its version token (an ETag, which is nobody's hash here); null when there is none.</summary>
    internal async Task<(byte[] Content, string ETag)?> ReadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync("s3:GetObject", async () =>
            {
                using var response = await client.GetObjectAsync(new() { BucketName = bucket, Key = key }, cancellation).ConfigureAwait(false);
                using var content = new MemoryStream();
                await response.ResponseStream.CopyToAsync(content, cancellation).ConfigureAwait(false);
                return (content.ToArray(), response.ETag);
            }).ConfigureAwait(false);
        }
        catch (SlipwayException e) when (AwsFailure.IsMissing(e.InnerException!))
        {
            return null;
        }
    }

    /// <summary>Writes a small object.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="content">Its content.</param>
    /// <param name="expected">Only over the object with this token; null: only where there is none.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>False when somebody else was faster.</returns>
    internal Task<bool> TryWriteAsync(string key, byte[] content, string? expected, CancellationToken cancellation) => UnlessInConflictAsync("s3:PutObject", () =>
    {
        var request = Request(key, content);
        if (expected is null) request.IfNoneMatch = "*";
        else request.IfMatch = expected;
        return client.PutObjectAsync(request, cancellation);
    });

    /// <summary>Writes a small object, whatever stands there.</summary>
    internal Task WriteAsync(string key, byte[] content, CancellationToken cancellation) =>
        CallAsync("s3:PutObject", () => client.PutObjectAsync(Request(key, content), cancellation));

    /// <summary>Removes an object.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="expected">Only the one with this token; null: whatever stands there.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>False when somebody else has changed or removed it.</returns>
    internal Task<bool> TryDeleteAsync(string key, string? expected, CancellationToken cancellation) =>
        UnlessInConflictAsync("s3:DeleteObject", () => client.DeleteObjectAsync(new() { BucketName = bucket, Key = key, IfMatch = expected }, cancellation));

    /// <summary>Size of an object and what the server says of its SHA-256; null when there is none.</summary>
    internal async Task<(long Size, string? Checksum)?> LookAsync(string key, CancellationToken cancellation)
    {
        try
        {
            var response = await CallAsync("s3:GetObject", () => client.GetObjectMetadataAsync(
                new() { BucketName = bucket, Key = key, ChecksumMode = ChecksumMode.ENABLED }, cancellation)).ConfigureAwait(false);

            // Behind a hyphen the number of parts may follow; the size says the same.
            return (response.ContentLength, response.ChecksumSHA256?.Split('-')[0]);
        }
        catch (SlipwayException e) when (AwsFailure.IsMissing(e.InnerException!))
        {
            return null;
        }
    }

    /// <summary>All objects whose keys begin with a text.</summary>
    /// <param name="prefix">The beginning.</param>
    /// <param name="most">How many at most; null for all.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task<IReadOnlyList<S3Object>> ListAsync(string prefix, int? most, CancellationToken cancellation)
    {
        var all = new List<S3Object>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix, MaxKeys = most };
        ListObjectsV2Response response;
        do
        {
            response = await CallAsync("s3:ListBucket", () => client.ListObjectsV2Async(request, cancellation)).ConfigureAwait(false);
            all.AddRange(response.S3Objects ?? []);
            request.ContinuationToken = response.NextContinuationToken;
        }
        while (most is null && response.IsTruncated == true);
        return all;
    }

    /// <summary>Writes an object into a new file; goes on where the line broke. The caller verifies the content.</summary>
    /// <exception cref="SlipwayException">SLW0614: the line broke too often. SLW06nn.</exception>
    /// <exception cref="FileNotFoundException">There is no such object.</exception>
    internal async Task DownloadAsync(string key, string path, CancellationToken cancellation)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        string? token = null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // The rest must be of the same object: a bundle's name is never used twice, but this costs nothing.
                var request = new GetObjectRequest { BucketName = bucket, Key = key, EtagToMatch = token };
                if (file.Position > 0) request.ByteRange = new ByteRange(file.Position, long.MaxValue);
                using var response = await client.GetObjectAsync(request, cancellation).ConfigureAwait(false);
                token = response.ETag;
                var expected = file.Position + response.ContentLength;
                await response.ResponseStream.CopyToAsync(file, BufferBytes, cancellation).ConfigureAwait(false);
                if (file.Position == expected) return;
                if (attempt == MostAttempts) throw AwsErrors.Cut(place, $"{file.Position} of {expected} bytes came");
            }
            catch (Exception e) when (AwsFailure.IsMissing(e))
            {
                throw new FileNotFoundException(null, key, e);
            }
            catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException && file.Position > 0)
            {
                if (attempt == MostAttempts) throw AwsErrors.Cut(place, e.Message.TrimEnd('.'), e);
            }
            catch (Exception e) when (AwsFailure.IsExpected(e))
            {
                throw AwsFailure.Of(e, "s3:GetObject", place, bucket);
            }
        }
    }

    /// <summary>Calls the service.</summary>
    internal async Task<T> CallAsync<T>(string action, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            throw AwsFailure.Of(e, action, place, bucket);
        }
    }

    /// <summary>The same for a call with a condition.</summary>
    /// <returns>False when the condition did not hold.</returns>
    internal async Task<bool> UnlessInConflictAsync<T>(string action, Func<Task<T>> call)
    {
        try
        {
            await CallAsync(action, call).ConfigureAwait(false);
            return true;
        }
        catch (SlipwayException e) when (AwsFailure.IsConflict(e.InnerException!) || AwsFailure.IsMissing(e.InnerException!))
        {
            return false;
        }
    }

    /// <summary>How the server is asked to encrypt what is put.</summary>
    internal (ServerSideEncryptionMethod? Method, string? KeyId, bool? BucketKey) Encryption =>
        options.ServerKeyId is null ? (null, null, null) : (ServerSideEncryptionMethod.AWSKMS, options.ServerKeyId, true);

    private PutObjectRequest Request(string key, byte[] content)
    {
        var (method, keyId, bucketKey) = Encryption;
        return new()
        {
            BucketName = bucket,
            Key = key,
            InputStream = new MemoryStream(content),
            ContentType = "application/json",
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            ChecksumSHA256 = Convert.ToBase64String(SHA256.HashData(content)),
            ServerSideEncryptionMethod = method,
            ServerSideEncryptionKeyManagementServiceKeyId = keyId,
            BucketKeyEnabled = bucketKey,
        };
    }
}
