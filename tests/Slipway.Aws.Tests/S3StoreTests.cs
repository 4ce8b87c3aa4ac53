using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Revisions;
using Slipway.Revisions.Encryption;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Aws.Tests;

[Collection(MotoTests.Name)]
public sealed class S3StoreTests(MotoServer moto) : IAsyncLifetime, IDisposable
{
    private const int PartSize = 5 << 20;

    private static readonly RevisionRetention None = new(0) { Fresh = default };

    private readonly string _temp = Directory.CreateTempSubdirectory("slipway-aws-").FullName;
    private readonly string _bucket = $"bucket-{Guid.NewGuid():n}";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(moto.Missing is not null, moto.Missing ?? "");
        using var administrator = moto.S3(moto.Administrator);
        await administrator.PutBucketAsync(new PutBucketRequest { BucketName = _bucket, BucketRegionName = MotoServer.Region });
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        if (Directory.Exists(_temp)) Directory.Delete(_temp, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_put_can_be_had_again_with_versioning_on_and_off(bool versioned)
    {
        if (versioned) await VersioningAsync();
        using var store = Store();
        var small = await Pack("small", 1000);
        var large = await Pack("large", (2 * PartSize) + 1234);
        foreach (var packed in (PackedRevision[])[small, large])
        {
            var put = await store.PutAsync(packed.BundleFile, "Orders.Web-2", default);
            using var got = await store.GetAsync("Orders.Web-2", packed.Manifest.Identity, default);
            Assert.Equal(put, got.Stored);
            Assert.Equal(File.ReadAllBytes(packed.BundleFile), File.ReadAllBytes(got.BundleFile));
            Assert.Equal((packed.Size, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(packed.BundleFile)))), (put.Size, put.Sha256));
            Assert.StartsWith($"s3://{_bucket}/builds/Orders.Web-2/{packed.Manifest.Identity}/bundle-", put.Location, StringComparison.Ordinal);
        }

        var listed = await store.ListAsync(null, default);
        Assert.Equal([large.Manifest.Identity, small.Manifest.Identity], listed.Select(r => r.Identity));
        Assert.All(listed, r => Assert.Null(r.Damage));

        var removed = await store.PruneAsync("Orders.Web-2", None, default);
        Assert.Equal(2, removed.Count);
        Assert.Empty(await KeysAsync());
        await store.PutAsync(small.BundleFile, "Orders.Web-2", default);
        Assert.Single(await store.ListAsync("Orders.Web-2", default));
    }

    [Fact]
    public async Task A_signed_bundle_takes_the_place_of_an_unsigned_one_of_the_same_revision_and_not_the_other_way_round()
    {
        using var store = Store();
        var packed = await Pack("v1", 10);
        var unsigned = Write("unsigned.zip", File.ReadAllBytes(packed.BundleFile));
        RevisionBundle.WriteAttachments(packed.BundleFile, [new("provenance.json", "{}"u8.ToArray())]);
        foreach (var bundle in (string[])[unsigned, packed.BundleFile, unsigned]) await store.PutAsync(bundle, "Orders", default);
        using var kept = await store.GetAsync("Orders", packed.Manifest.Identity, default);
        Assert.Equal("provenance.json", Assert.Single(RevisionBundle.ReadAttachments(kept.BundleFile)).Name);
    }

    [Fact]
    public async Task The_copy_goes_with_the_opened_revision()
    {
        using var store = Store();
        var put = await store.PutAsync((await Pack("v1", 10)).BundleFile, "Orders", default);
        var got = await store.GetAsync("Orders", put.Identity, default);
        Assert.True(File.Exists(got.BundleFile));
        got.Dispose();
        Assert.False(Directory.Exists(Path.GetDirectoryName(got.BundleFile)));
    }

    [Fact]
    public async Task Putting_twice_transfers_nothing_and_makes_it_the_latest()
    {
        using var line = new LineProxy(moto.Url);
        using var store = Store(line.Url);
        var (first, second) = (await Pack("first", PartSize * 2), await Pack("second", 100));
        await store.PutAsync(first.BundleFile, "Orders", default);
        await store.PutAsync(second.BundleFile, "Orders", default);
        var sent = line.Sent;
        await store.PutAsync(first.BundleFile, "Orders", default);
        Assert.InRange(line.Sent - sent, 1, 20_000);
        Assert.Equal(first.Manifest.Identity, (await store.ListAsync("Orders", default))[0].Identity);
    }

    [Fact]
    public async Task Two_writers_of_one_revision_end_with_one_bundle_that_both_were_given()
    {
        var packed = await Pack("v1", PartSize + 100);
        using var first = Store();
        using var second = Store();
        var put = await Task.WhenAll(first.PutAsync(packed.BundleFile, "Orders", default), second.PutAsync(packed.BundleFile, "Orders", default));
        Assert.Equal(put[0].Location, put[1].Location);
        using var got = await first.GetAsync("Orders", put[0].Identity, default);
        Assert.Equal(File.ReadAllBytes(packed.BundleFile), File.ReadAllBytes(got.BundleFile));
        Assert.Equal(2, (await KeysAsync()).Count);
    }

    [Fact]
    public async Task Whoever_comes_second_meanwhile_finds_the_firsts_and_takes_it()
    {
        var packed = await Pack("v1", 1000);
        using var rival = Store();
        using var client = new Interrupted(moto, async key =>
        {
            if (key.EndsWith("revision.json", StringComparison.Ordinal)) await rival.PutAsync(packed.BundleFile, "Orders", default);
        });
        using var store = new S3RevisionStore(Address, client, Options);
        var put = await store.PutAsync(packed.BundleFile, "Orders", default);
        using var got = await rival.GetAsync("Orders", put.Identity, default);
        Assert.Equal(put.Location, got.Stored.Location);
        Assert.Equal(2, (await KeysAsync()).Count);
    }

    [Fact]
    public async Task A_damaged_object_is_reported_and_mended_by_putting_it_again()
    {
        using var store = Store();
        var packed = await Pack("v1", 1000);
        var put = await store.PutAsync(packed.BundleFile, "Orders", default);
        var bytes = File.ReadAllBytes(packed.BundleFile);
        bytes[^1] ^= 1;
        await OverwriteAsync(put.Location, bytes);
        await Refused("SLW0132", () => store.GetAsync("Orders", put.Identity, default));
        await OverwriteAsync(put.Location, bytes[..10]);
        Assert.Contains("10 bytes", (await store.ListAsync("Orders", default)).Single().Damage, StringComparison.Ordinal);
        await store.PutAsync(packed.BundleFile, "Orders", default);
        using var got = await store.GetAsync("Orders", put.Identity, default);
        Assert.Equal(File.ReadAllBytes(packed.BundleFile), File.ReadAllBytes(got.BundleFile));
    }

    [Fact]
    public async Task A_missing_bundle_and_a_spoilt_record_are_reported_and_mended()
    {
        using var store = Store();
        var packed = await Pack("v1", 1000);
        var put = await store.PutAsync(packed.BundleFile, "Orders", default);
        using var administrator = moto.S3(moto.Administrator);
        await administrator.DeleteObjectAsync(_bucket, KeyOf(put.Location));
        await Refused("SLW0132", () => store.GetAsync("Orders", put.Identity, default));
        await store.PutAsync(packed.BundleFile, "Orders", default);

        await OverwriteAsync($"s3://{_bucket}/builds/Orders/{put.Identity}/revision.json", "{"u8.ToArray());
        await Refused("SLW0132", () => store.GetAsync("Orders", put.Identity, default));
        Assert.NotNull((await store.ListAsync(null, default)).Single().Damage);
        await store.PutAsync(packed.BundleFile, "Orders", default);
        (await store.GetAsync("Orders", put.Identity, default)).Dispose();
    }

    [Fact]
    public async Task A_download_that_breaks_off_goes_on_where_it_was()
    {
        using var line = new LineProxy(moto.Url);
        using var store = Store(line.Url);
        var packed = await Pack("v1", 4 << 20);
        var put = await store.PutAsync(packed.BundleFile, "Orders", default);
        var breaks = 2;
        line.BreaksReceiving = total => total > 1_500_000 && Interlocked.Decrement(ref breaks) >= 0;
        var received = line.Received;
        using var got = await store.GetAsync("Orders", put.Identity, default);
        Assert.Equal(File.ReadAllBytes(packed.BundleFile), File.ReadAllBytes(got.BundleFile));
        Assert.InRange(line.Received - received, packed.Size, packed.Size + 1_000_000);
    }

    [Fact]
    public async Task A_download_that_always_breaks_off_is_one_coded_error_and_leaves_nothing()
    {
        using var line = new LineProxy(moto.Url) { BreaksReceiving = total => total > 500_000 };
        using var store = Store(line.Url);
        var packed = await Pack("v1", 8 << 20);
        var put = await store.PutAsync(packed.BundleFile, "Orders", default);
        await Refused("SLW0614", () => store.GetAsync("Orders", put.Identity, default));
    }

    [Fact]
    public async Task An_upload_that_was_cut_off_is_no_revision_and_is_continued_by_the_next()
    {
        var packed = await Pack("v1", (5 * PartSize) + 99);
        using (var line = new LineProxy(moto.Url) { BreaksSending = _ => false })
        using (var store = Store(line.Url, partsAtOnce: 1))
        {
            line.BreaksSending = _ => line.Sent > 3.5 * PartSize;
            await Refused("SLW0605", () => store.PutAsync(packed.BundleFile, "Orders", default));
        }

        using (var store = Store()) Assert.Empty(await store.ListAsync(null, default));
        using (var line = new LineProxy(moto.Url))
        using (var store = Store(line.Url))
        {
            var put = await store.PutAsync(packed.BundleFile, "Orders", default);
            Assert.InRange(line.Sent, 1, 3.2 * PartSize);
            using var got = await store.GetAsync("Orders", put.Identity, default);
            Assert.Equal(File.ReadAllBytes(packed.BundleFile), File.ReadAllBytes(got.BundleFile));
        }
    }

    [Fact]
    public async Task An_upload_that_began_too_long_ago_is_begun_anew()
    {
        var packed = await Pack("v1", PartSize + 1000);
        using var administrator = moto.S3(moto.Administrator);
        var old = $"builds/Orders/{packed.Manifest.Identity}/bundle-{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(packed.BundleFile)))}-00000000.zip";
        await administrator.InitiateMultipartUploadAsync(_bucket, old);
        using var store = new S3RevisionStore(Address, moto.S3(), new() { PartSize = PartSize });
        Assert.NotEqual(old, KeyOf((await store.PutAsync(packed.BundleFile, "Orders", default)).Location));
    }

    [Fact]
    public async Task Parts_that_are_not_ours_never_become_a_revision()
    {
        var packed = await Pack("v1", PartSize + 1000);
        using var administrator = moto.S3(moto.Administrator);
        var key = $"builds/Orders/{packed.Manifest.Identity}/bundle-{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(packed.BundleFile)))}-00000000.zip";
        var upload = await administrator.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = _bucket, Key = key, ChecksumAlgorithm = ChecksumAlgorithm.SHA256 });
        await administrator.UploadPartAsync(new UploadPartRequest
        {
            BucketName = _bucket,
            Key = key,
            UploadId = upload.UploadId,
            PartNumber = 1,
            InputStream = new MemoryStream(new byte[PartSize]),
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
        });
        using var store = Store();
        await Refused("SLW0132", () => store.PutAsync(packed.BundleFile, "Orders", default));
        var put = await store.PutAsync(packed.BundleFile, "Orders", default);
        using var got = await store.GetAsync("Orders", put.Identity, default);
        Assert.Equal(File.ReadAllBytes(packed.BundleFile), File.ReadAllBytes(got.BundleFile));
    }

    [Fact]
    public async Task What_nobody_finished_is_removed_after_a_day_and_not_before()
    {
        using var administrator = moto.S3(moto.Administrator);
        var (folder, sha) = ($"builds/Orders/{new string('a', 64)}/", new string('b', 64));
        await administrator.InitiateMultipartUploadAsync(_bucket, $"{folder}bundle-{sha}-00000000.zip");
        await administrator.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = $"{folder}bundle-{sha}-11111111.zip", ContentBody = "orphan" });
        await administrator.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "builds/Orders/notes.txt", ContentBody = "not ours" });
        using var now = Store();
        await now.PruneAsync("Orders", None, default);
        Assert.Equal(2, (await KeysAsync()).Count);
        using var later = new S3RevisionStore(Address, moto.S3(), Options, time: new Shifted(TimeSpan.FromHours(25)));
        await later.PruneAsync("Orders", None, default);
        Assert.Equal(["builds/Orders/notes.txt"], await KeysAsync());
        Assert.Empty((await administrator.ListMultipartUploadsAsync(_bucket)).MultipartUploads ?? []);
    }

    [Fact]
    public async Task Nothing_that_is_pinned_or_fresh_is_pruned()
    {
        using var store = Store();
        var all = new List<StoredRevision>();
        foreach (var version in (string[])["v1", "v2", "v3"]) all.Add(await store.PutAsync((await Pack(version, 10)).BundleFile, "Orders", default));
        Assert.Empty(await store.PruneAsync("Orders", new(0), default));
        Assert.Equal([new string('f', 64)], await store.PinAsync("Orders", "production on web-1", [all[0].Identity, new string('f', 64)], default));
        Assert.Equal([all[2].Identity, all[1].Identity], (await store.PruneAsync("Orders", None, default)).Select(r => r.Identity));
        var pin = Assert.Single(await store.PinsAsync(null, default));
        Assert.Equal(("Orders", "production on web-1"), (pin.ApplicationName, pin.Holder));
        await store.PinAsync("Orders", "production on web-1", [], default);
        Assert.Empty(await store.PinsAsync("Orders", default));
        Assert.Single(await store.PruneAsync("Orders", None, default));
    }

    [Fact]
    public async Task What_is_pinned_or_put_while_another_machine_prunes_stays()
    {
        using var other = Store();
        foreach (var late in (Func<StoredRevision, PackedRevision, Task>[])
            [(r, _) => other.PinAsync("Orders", "late", [r.Identity], default), (_, p) => other.PutAsync(p.BundleFile, "Orders", default)])
        {
            var packed = await Pack("v1", 10);
            var put = await other.PutAsync(packed.BundleFile, "Orders", default);
            using var client = new Interrupted(moto, deleting: async _ => await late(put, packed));
            using var pruning = new S3RevisionStore(Address, client, Options);
            Assert.Empty(await pruning.PruneAsync("Orders", None, default));
            (await other.GetAsync("Orders", put.Identity, default)).Dispose();
            await other.PinAsync("Orders", "late", [], default);
        }
    }

    [Fact]
    public async Task What_was_pruned_before_it_was_pinned_is_told()
    {
        using var other = Store();
        var put = await other.PutAsync((await Pack("v1", 10)).BundleFile, "Orders", default);
        using var client = new Interrupted(moto, async key =>
        {
            if (key.EndsWith("revision.json", StringComparison.Ordinal))
            {
                using var administrator = moto.S3(moto.Administrator);
                await administrator.DeleteObjectAsync(_bucket, key);
            }
        });
        using var store = new S3RevisionStore(Address, client, Options);
        Assert.Equal([put.Identity], await store.PinAsync("Orders", "late", [put.Identity], default));
    }

    [Fact]
    public async Task Many_servers_that_put_pin_and_prune_at_once_lose_nothing_pinned()
    {
        var bundles = new List<PackedRevision>();
        for (var i = 0; i < 3; i++) bundles.Add(await Pack($"v{i}", 100));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(server => Task.Run(async () =>
        {
            using var store = Store();
            for (var i = 0; i < 3; i++)
            {
                var stored = await store.PutAsync(bundles[(server + i) % 3].BundleFile, "Orders", default);
                await store.PinAsync("Orders", $"server {server}", [stored.Identity], default);
                await store.PruneAsync("Orders", new(0) { Fresh = TimeSpan.FromMinutes(10) }, default);
                (await store.GetAsync("Orders", stored.Identity, default)).Dispose();
            }
        })));
        using var last = Store();
        Assert.All(await last.ListAsync("Orders", default), r => Assert.Null(r.Damage));
    }

    [Fact]
    public async Task Another_bundle_of_the_same_revision_takes_its_place()
    {
        using var store = Store();
        var zip = await Pack("v1", 100);
        var tgz = await RevisionPacker.PackAsync([new("appspec.yml", Path.Join(_temp, "v1.content"))], Path.Join(_temp, "v1.tgz"), BundleType.Tgz, default);
        Assert.Equal(zip.Manifest.Identity, tgz.Manifest.Identity);
        await store.PutAsync(zip.BundleFile, "Orders", default);
        await store.PutAsync(tgz.BundleFile, "Orders", default);
        using var got = await store.GetAsync("Orders", zip.Manifest.Identity, default);
        Assert.Equal(File.ReadAllBytes(tgz.BundleFile), File.ReadAllBytes(got.BundleFile));
    }

    [Fact]
    public async Task With_a_key_file_the_server_never_sees_the_plain_bundle()
    {
        var key = KeyFile.Create(Path.Join(_temp, "key"));
        var packed = await RevisionPacker.PackAsync([new("appspec.yml", Write("plain", "the secret sauce"u8.ToArray()))], Path.Join(_temp, "b.tar"), BundleType.Tar, default);
        using var store = new S3RevisionStore(Address, moto.S3(), Options, key);
        var put = await store.PutAsync(packed.BundleFile, "Orders", default);
        Assert.Equal(key.KeyId, put.KeyId);
        Assert.False((await ReadAsync(put.Location)).AsSpan().IndexOf("secret sauce"u8) >= 0);
        using (var got = await store.GetAsync("Orders", put.Identity, default)) Assert.Equal(File.ReadAllBytes(packed.BundleFile), File.ReadAllBytes(got.BundleFile));
        Assert.Equal(put.Location, (await store.PutAsync(packed.BundleFile, "Orders", default)).Location);
        using var keyless = Store();
        await Refused("SLW0153", () => keyless.GetAsync("Orders", put.Identity, default));
    }

    [Fact]
    public async Task With_a_kms_key_the_server_encrypts()
    {
        using var kms = moto.Kms(moto.Administrator);
        var key = (await kms.CreateKeyAsync(new())).KeyMetadata.Arn;
        using var store = new S3RevisionStore(Address, moto.S3(), Options with { ServerKeyId = key });
        foreach (var packed in (PackedRevision[])[await Pack("small", 10), await Pack("large", PartSize + 1)])
        {
            var put = await store.PutAsync(packed.BundleFile, "Orders", default);
            using var administrator = moto.S3(moto.Administrator);
            var found = await administrator.GetObjectMetadataAsync(_bucket, KeyOf(put.Location));
            Assert.Equal(("aws:kms", key), (found.ServerSideEncryptionMethod.Value, found.ServerSideEncryptionKeyManagementServiceKeyId));
            (await store.GetAsync("Orders", put.Identity, default)).Dispose();
            Assert.Equal(put.Location, (await store.PutAsync(packed.BundleFile, "Orders", default)).Location);
        }
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        using var store = Store();
        await store.CheckAsync(default);
        await Refused("SLW0131", () => store.GetAsync("Orders", new string('a', 64), default));
        Assert.Empty(await store.ListAsync(null, default));
        Assert.Empty(await store.PruneAsync("Orders", None, default));
    }

    private S3Address Address => S3Address.Parse($"s3://{_bucket}/builds");

    // moto says of every upload that it began in 2010.
    private static S3StoreOptions Options => new() { PartSize = PartSize, Continued = TimeSpan.FromDays(36500) };

    private S3RevisionStore Store(Uri? url = null, int partsAtOnce = 2) => new(Address, moto.S3(url: url), Options with { PartsAtOnce = partsAtOnce });

    private async Task<PackedRevision> Pack(string name, int size)
    {
        var content = new byte[size];
        new Random(string.GetHashCode(name, StringComparison.Ordinal)).NextBytes(content);
        System.Text.Encoding.ASCII.GetBytes(name, content);
        return await RevisionPacker.PackAsync([new("appspec.yml", Write(name + ".content", content))], Path.Join(_temp, name + ".zip"), BundleType.Zip, default);
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Join(_temp, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private string KeyOf(string location) => location[$"s3://{_bucket}/".Length..];

    private async Task VersioningAsync()
    {
        using var administrator = moto.S3(moto.Administrator);
        await administrator.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = _bucket, VersioningConfig = new() { Status = VersionStatus.Enabled } });
    }

    private async Task OverwriteAsync(string location, byte[] content)
    {
        using var administrator = moto.S3(moto.Administrator);
        await administrator.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = KeyOf(location), InputStream = new MemoryStream(content) });
    }

    private async Task<byte[]> ReadAsync(string location)
    {
        using var administrator = moto.S3(moto.Administrator);
        using var response = await administrator.GetObjectAsync(_bucket, KeyOf(location));
        using var content = new MemoryStream();
        await response.ResponseStream.CopyToAsync(content);
        return content.ToArray();
    }

    private async Task<IReadOnlyList<string>> KeysAsync()
    {
        using var administrator = moto.S3(moto.Administrator);
        return [.. ((await administrator.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket })).S3Objects ?? []).Select(o => o.Key)];
    }

    private static async Task Refused<T>(string code, Func<Task<T>> work) => Assert.Equal(code, (await Assert.ThrowsAsync<SlipwayException>(work)).Error.Code);

    private sealed class Shifted(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
