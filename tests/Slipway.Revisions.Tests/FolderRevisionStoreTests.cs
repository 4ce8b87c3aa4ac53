using System.Security.Cryptography;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Revisions.Tests;

public sealed class FolderRevisionStoreTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly Clock _clock = new();

    private FolderRevisionStore Store => new(_temp.Under("store"), _clock);

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(BundleType.Zip)]
    [InlineData(BundleType.Tar)]
    [InlineData(BundleType.Tgz)]
    public async Task What_is_put_can_be_had_again(BundleType type)
    {
        var packed = await Pack("v1", type);
        var put = await Store.PutAsync(packed.BundleFile, "Orders", default);
        File.Delete(packed.BundleFile);
        using var opened = await Store.GetAsync("Orders", packed.Manifest.Identity, default);
        var got = opened.Stored;
        Assert.Equal(put, got);
        Assert.Equal(got.Location, opened.BundleFile);
        Assert.Equal((packed.Manifest.Identity, "Orders", type), (got.Identity, got.ApplicationName, got.Type));
        Assert.Equal((packed.Size, _clock.Now), (got.Size, got.StoredAt));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(got.Location))), got.Sha256);
        Assert.Equal(packed.Manifest.Identity, RevisionStaging.Stage(got.Location, _temp.Under("staged"), StagingLimits.Default, default).Manifest!.Identity);
    }

    [Fact]
    public async Task A_bundle_of_others_is_known_by_its_own_digest()
    {
        var bundle = _temp.Write("theirs.zip", new RawZip().File("appspec.yml", "x").ToArray());
        var put = await Store.PutAsync(bundle, "Orders", default);
        Assert.Equal(put.Sha256, put.Identity);
    }

    [Fact]
    public async Task Putting_twice_keeps_one_and_makes_it_the_latest()
    {
        var (first, second) = (await Put("v1"), await Put("v2"));
        Assert.Equal([second.Identity, first.Identity], (await Store.ListAsync("Orders", default)).Select(r => r.Identity));
        await Put("v1");
        Assert.Equal([first.Identity, second.Identity], (await Store.ListAsync("Orders", default)).Select(r => r.Identity));
        Assert.Equal(first with { StoredAt = _clock.Now }, (await Store.GetAsync("Orders", first.Identity, default)).Stored);
    }

    [Fact]
    public async Task Signing_a_stored_revision_later_replaces_it_and_an_unsigned_copy_takes_nothing_away()
    {
        var packed = await Pack("v1", BundleType.Zip);
        var plain = await Store.PutAsync(packed.BundleFile, "Orders", default);
        var unsigned = _temp.Write("unsigned.zip", File.ReadAllBytes(packed.BundleFile));
        RevisionBundle.WriteAttachments(packed.BundleFile, [new("provenance.json", "{}"u8.ToArray())]);
        var signed = await Store.PutAsync(packed.BundleFile, "Orders", default);
        Assert.Equal(plain.Identity, signed.Identity);
        await Store.PutAsync(unsigned, "Orders", default);
        using var kept = await Store.GetAsync("Orders", plain.Identity, default);
        Assert.Equal("provenance.json", Assert.Single(RevisionBundle.ReadAttachments(kept.BundleFile)).Name);
        Assert.Single(await Store.ListAsync("Orders", default));
    }

    [Fact]
    public async Task A_damaged_bundle_is_reported_and_mended_by_putting_it_again()
    {
        var stored = await Put("v1");
        var bytes = File.ReadAllBytes(stored.Location);
        bytes[^1] ^= 1;
        File.WriteAllBytes(stored.Location, bytes);
        await Refused("SLW0132", () => Store.GetAsync("Orders", stored.Identity, default));

        File.WriteAllBytes(stored.Location, bytes[..10]);
        await Refused("SLW0132", () => Store.GetAsync("Orders", stored.Identity, default));
        Assert.Contains("10 bytes", (await Store.ListAsync("Orders", default)).Single().Damage, StringComparison.Ordinal);

        await Put("v1");
        Assert.Equal(stored.Sha256, (await Store.GetAsync("Orders", stored.Identity, default)).Stored.Sha256);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"identity\":null}")]
    public async Task A_damaged_record_is_reported(string json)
    {
        var stored = await Put("v1");
        File.WriteAllText(Path.Join(Path.GetDirectoryName(stored.Location), "revision.json"), json);
        await Refused("SLW0132", () => Store.GetAsync("Orders", stored.Identity, default));
        Assert.NotNull((await Store.ListAsync(null, default)).Single().Damage);
        await Put("v1");
        Assert.Null((await Store.GetAsync("Orders", stored.Identity, default)).Stored.Damage);
    }

    [Fact]
    public async Task An_entry_under_another_identity_is_not_trusted()
    {
        var stored = await Put("v1");
        var other = new string('0', 64);
        Directory.Move(Path.GetDirectoryName(stored.Location)!, _temp.Under($"store/Orders/{other}"));
        await Refused("SLW0132", () => Store.GetAsync("Orders", other, default));
    }

    [Fact]
    public async Task Pruning_keeps_the_last_and_those_in_use()
    {
        var all = new List<StoredRevision>();
        foreach (var version in (string[])["v1", "v2", "v3", "v4", "v5"]) all.Add(await Put(version));
        var other = await Store.PutAsync((await Pack("v1", BundleType.Zip)).BundleFile, "Billing", default);
        var removed = await Store.PruneAsync("Orders", new RevisionRetention(2) { Fresh = default, InUse = new HashSet<string> { all[0].Identity } }, default);
        Assert.Equal([all[2].Identity, all[1].Identity], removed.Select(r => r.Identity));
        Assert.Equal([other.Identity, all[4].Identity, all[3].Identity, all[0].Identity], (await Store.ListAsync(null, default)).Select(r => r.Identity));
    }

    [Fact]
    public async Task Pruning_takes_damaged_ones_first_but_none_in_use()
    {
        var (first, second, third) = (await Put("v1"), await Put("v2"), await Put("v3"));
        File.Delete(second.Location);
        File.Delete(third.Location);
        var removed = await Store.PruneAsync("Orders", new RevisionRetention(1) { Fresh = default, InUse = new HashSet<string> { third.Identity } }, default);
        Assert.Equal([second.Identity], removed.Select(r => r.Identity));
        Assert.Null((await Store.GetAsync("Orders", first.Identity, default)).Stored.Damage);
    }

    [Fact]
    public async Task What_killed_writers_left_is_swept_and_never_listed()
    {
        _temp.Write("store/.put-a/bundle.zip", "half");
        _temp.Write("store/.put-b/bundle.zip", "whole");
        _temp.Write("store/.put-b/revision.json", "{}");
        _temp.Write("store/.gone-c/revision.json", "{}");
        _temp.Write("store/.put-d", "{}");
        _temp.Write($"store/{new string('x', 120)}/not ours", "");
        Assert.Empty(await Store.ListAsync(null, default));
        await Put("v1");
        Assert.Equal([".lock", "Orders", new string('x', 120)],
            Directory.EnumerateFileSystemEntries(_temp.Under("store")).Select(e => Path.GetFileName(e)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        var bundles = new List<PackedRevision>();
        for (var i = 0; i < 4; i++) bundles.Add(await Pack($"v{i}", BundleType.Zip, $"bundle{i}"));
        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(async () =>
        {
            await Store.PutAsync(bundles[i % 4].BundleFile, "Orders", default);
            if (i % 3 == 0) await Store.PruneAsync("Orders", new RevisionRetention(4) { Fresh = default }, default);
        })));
        var kept = (await Store.ListAsync("Orders", default)).Select(r => r.Identity).Order(StringComparer.Ordinal);
        Assert.Equal(bundles.Select(b => b.Manifest.Identity).Order(StringComparer.Ordinal), kept);
        foreach (var bundle in bundles) await Store.GetAsync("Orders", bundle.Manifest.Identity, default);
    }

    [Theory]
    [InlineData("Orders 2 + Ü")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/../../b")]
    [InlineData("CON:\\x")]
    public async Task Any_application_name_stays_within_the_store(string name)
    {
        var packed = await Pack("v1", BundleType.Zip);
        await Store.PutAsync(packed.BundleFile, name, default);
        Assert.Equal(name, (await Store.ListAsync(null, default)).Single().ApplicationName);
        Assert.Equal(name, (await Store.GetAsync(name, packed.Manifest.Identity, default)).Stored.ApplicationName);
        Assert.StartsWith(_temp.Under("store/"), Path.GetFullPath((await Store.ListAsync(name, default)).Single().Location), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Impossible_names_are_refused()
    {
        await Refused("SLW0130", () => Store.ListAsync("", default));
        await Refused("SLW0130", () => Store.ListAsync(new string('x', 101), default));
        await Refused("SLW0130", () => Store.ListAsync("a\nb", default));
        await Refused("SLW0130", () => Store.GetAsync("Orders", "../../etc", default));
        await Refused("SLW0131", () => Store.GetAsync("Orders", new string('a', 64), default));
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_is_named()
    {
        var file = _temp.Write("file", "x");
        var packed = await Pack("v1", BundleType.Zip);
        await Refused("SLW0133", () => new FolderRevisionStore(Path.Join(file, "store")).PutAsync(packed.BundleFile, "Orders", default));
        await Refused("SLW0102", () => Store.PutAsync(file, "Orders", default));
        await Refused("SLW0101", () => Store.PutAsync(_temp.Under("missing"), "Orders", default));
    }

    [Fact]
    public async Task An_absent_store_is_empty()
    {
        Assert.Empty(await Store.ListAsync(null, default));
        Assert.Empty(await Store.PruneAsync("Orders", new RevisionRetention(1), default));
    }

    [Fact]
    public async Task Nothing_that_a_holder_has_pinned_is_pruned_until_it_lets_go()
    {
        var all = new List<StoredRevision>();
        foreach (var version in (string[])["v1", "v2", "v3", "v4"]) all.Add(await Put(version));
        var none = new RevisionRetention(1) { Fresh = default };
        Assert.Empty(await Store.PinAsync("Orders", "staging on host:/state", [all[0].Identity], default));
        Assert.Empty(await Store.PinAsync("Orders", "production on host:/state", [all[1].Identity, all[2].Identity], default));
        Assert.Empty(await Store.PruneAsync("Orders", none, default));
        Assert.Equal(["production on host:/state", "staging on host:/state"], (await Store.PinsAsync(null, default)).Select(p => p.Holder).Order(StringComparer.Ordinal));

        await Store.PinAsync("Orders", "production on host:/state", [all[2].Identity], default);
        Assert.Equal([all[1].Identity], (await Store.PruneAsync("Orders", none, default)).Select(r => r.Identity));
        await Store.PinAsync("Orders", "staging on host:/state", [], default);
        Assert.Equal([all[0].Identity], (await Store.PruneAsync("Orders", none, default)).Select(r => r.Identity));
        Assert.Equal([all[3].Identity, all[2].Identity], (await Store.ListAsync("Orders", default)).Select(r => r.Identity));
    }

    [Fact]
    public async Task Pinning_tells_what_the_store_does_not_have()
    {
        var absent = new string('f', 64);
        Assert.Equal([absent], await Store.PinAsync("Orders", "holder", [absent], default));
        Assert.False(Directory.Exists(_temp.Under("store")));
        var stored = await Put("v1");
        Assert.Equal([absent], await Store.PinAsync("Orders", "holder", [stored.Identity, absent], default));
        await Refused("SLW0130", () => Store.PinAsync("Orders", "holder", ["../x"], default));
    }

    [Fact]
    public async Task What_was_put_lately_is_not_pruned_yet()
    {
        var (first, second) = (await Put("v1"), await Put("v2"));
        _clock.Now += TimeSpan.FromHours(2) - TimeSpan.FromMinutes(1);
        Assert.Equal([first.Identity], (await Store.PruneAsync("Orders", new(0), default)).Select(r => r.Identity));
        _clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal([second.Identity], (await Store.PruneAsync("Orders", new(0), default)).Select(r => r.Identity));
    }

    [Fact]
    public async Task Pins_that_cannot_be_read_stop_pruning()
    {
        var first = await Put("v1");
        await Store.PinAsync("Orders", "holder", [first.Identity], default);
        var file = Directory.EnumerateFiles(_temp.Under("store/Orders/.pins")).Single();
        File.WriteAllText(file, "{\"holder\":");
        await Refused("SLW0132", () => Store.PruneAsync("Orders", new(0) { Fresh = default }, default));
        await Store.PinAsync("Orders", "holder", [], default);
        Assert.Single(await Store.PruneAsync("Orders", new(0) { Fresh = default }, default));
    }

    [Fact]
    public async Task Deploying_and_pruning_at_once_never_loses_what_is_pinned()
    {
        var bundles = new List<PackedRevision>();
        for (var i = 0; i < 6; i++) bundles.Add(await Pack($"v{i}", BundleType.Zip, $"bundle{i}"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(server => Task.Run(async () =>
        {
            for (var i = 0; i < 6; i++)
            {
                var stored = await Store.PutAsync(bundles[(server + i) % 6].BundleFile, "Orders", default);
                var missing = await Store.PinAsync("Orders", $"server {server}", [stored.Identity], default);
                await Store.PruneAsync("Orders", new(0) { Fresh = default }, default);

                // Between put and pin it may go, as nothing is fresh here; then pinning tells. What is pinned stays.
                if (missing.Count == 0) (await Store.GetAsync("Orders", stored.Identity, default)).Dispose();
            }
        })));
    }

    [Fact]
    public async Task Another_bundle_of_the_same_revision_takes_its_place()
    {
        var zip = await Pack("v1", BundleType.Zip, "a.zip");
        var tgz = await Pack("v1", BundleType.Tgz, "b.tgz");
        Assert.Equal(zip.Manifest.Identity, tgz.Manifest.Identity);
        await Store.PutAsync(zip.BundleFile, "Orders", default);
        foreach (var packed in (PackedRevision[])[tgz, zip, tgz])
        {
            var put = await Store.PutAsync(packed.BundleFile, "Orders", default);
            using var got = await Store.GetAsync("Orders", put.Identity, default);
            Assert.Equal(packed.Type, got.Stored.Type);
            Assert.Equal(File.ReadAllBytes(packed.BundleFile), File.ReadAllBytes(got.BundleFile));
            Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(got.BundleFile)!, "bundle*"));
        }
    }

    [Fact]
    public async Task A_record_that_names_a_file_outside_of_its_folder_is_not_followed()
    {
        var stored = await Put("v1");
        var record = Path.Join(Path.GetDirectoryName(stored.Location), "revision.json");
        File.WriteAllText(record, File.ReadAllText(record).Replace("\"bundle.zip\"", "\"../../../bundle\"", StringComparison.Ordinal));
        await Refused("SLW0132", () => Store.GetAsync("Orders", stored.Identity, default));
    }

    [Fact]
    public async Task With_a_key_nothing_plain_stands_in_the_store_and_what_comes_back_is_a_copy_that_goes()
    {
        var key = Encryption.KeyFile.Create(_temp.Under("key"));
        var store = new FolderRevisionStore(_temp.Under("store"), _clock, key);
        var packed = await Pack("the secret sauce", BundleType.Tar);
        var put = await store.PutAsync(packed.BundleFile, "Orders", default);
        Assert.Equal(key.KeyId, put.KeyId);
        Assert.All(Directory.EnumerateFiles(_temp.Under("store"), "*", SearchOption.AllDirectories), file =>
            Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf("secret sauce"u8) >= 0));

        var got = await store.GetAsync("Orders", put.Identity, default);
        Assert.Equal(File.ReadAllBytes(packed.BundleFile), File.ReadAllBytes(got.BundleFile));
        Assert.True(got.IsTemporary);
        got.Dispose();
        Assert.False(File.Exists(got.BundleFile));
    }

    [Fact]
    public async Task An_encrypted_revision_needs_its_own_key()
    {
        var key = Encryption.KeyFile.Create(_temp.Under("key"));
        var other = Encryption.KeyFile.Create(_temp.Under("other"));
        var packed = await Pack("v1", BundleType.Zip);
        var put = await new FolderRevisionStore(_temp.Under("store"), _clock, key).PutAsync(packed.BundleFile, "Orders", default);
        await Refused("SLW0153", () => Store.GetAsync("Orders", put.Identity, default));
        await Refused("SLW0154", () => new FolderRevisionStore(_temp.Under("store"), _clock, other).GetAsync("Orders", put.Identity, default));

        // Putting with the new key is how a key is changed; putting without one leaves the encrypted copy.
        var rewrapped = await new FolderRevisionStore(_temp.Under("store"), _clock, other).PutAsync(packed.BundleFile, "Orders", default);
        Assert.Equal(other.KeyId, rewrapped.KeyId);
        Assert.Equal(other.KeyId, (await Store.PutAsync(packed.BundleFile, "Orders", default)).KeyId);
    }

    [Fact]
    public async Task A_plain_copy_becomes_an_encrypted_one_when_a_key_is_given()
    {
        var plain = await Put("the secret sauce");
        var key = Encryption.KeyFile.Create(_temp.Under("key"));
        await new FolderRevisionStore(_temp.Under("store"), _clock, key).PutAsync((await Pack("the secret sauce", BundleType.Zip)).BundleFile, "Orders", default);
        Assert.False(File.Exists(plain.Location));
    }

    [Fact]
    public async Task A_changed_envelope_is_refused_and_mended_by_putting_it_again()
    {
        var store = new FolderRevisionStore(_temp.Under("store"), _clock, Encryption.KeyFile.Create(_temp.Under("key")));
        var packed = await Pack("v1", BundleType.Zip);
        var put = await store.PutAsync(packed.BundleFile, "Orders", default);
        var bytes = File.ReadAllBytes(put.Location);
        bytes[^1] ^= 1;
        File.WriteAllBytes(put.Location, bytes);
        await Refused("SLW0132", () => store.GetAsync("Orders", put.Identity, default));
        await store.PutAsync(packed.BundleFile, "Orders", default);
        (await store.GetAsync("Orders", put.Identity, default)).Dispose();
    }

    [Fact]
    public async Task A_store_without_anything_can_be_used_and_a_file_cannot()
    {
        await Store.CheckAsync(default);
        Assert.False(Directory.Exists(_temp.Under("store")));
        var file = _temp.Write("file", "x");
        Assert.Equal("SLW0133", (await Assert.ThrowsAsync<SlipwayException>(() => new FolderRevisionStore(file).CheckAsync(default))).Error.Code);
    }

    private static async Task Refused<T>(string code, Func<Task<T>> work) => Assert.Equal(code, (await Assert.ThrowsAsync<SlipwayException>(work)).Error.Code);

    private async Task<StoredRevision> Put(string content)
    {
        _clock.Now += TimeSpan.FromMinutes(1);
        return await Store.PutAsync((await Pack(content, BundleType.Zip)).BundleFile, "Orders", default);
    }

    private Task<PackedRevision> Pack(string content, BundleType type, string bundle = "bundle") =>
        RevisionPacker.PackAsync([new("appspec.yml", _temp.Write("appspec", content))], _temp.Under(bundle), type, default);

    private sealed class Clock : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
