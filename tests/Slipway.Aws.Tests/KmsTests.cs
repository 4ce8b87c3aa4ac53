using Amazon.KeyManagementService;
using Slipway.Revisions;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Aws.Tests;

[Collection(MotoTests.Name)]
public sealed class KmsTests(MotoServer moto) : IAsyncLifetime
{
    private readonly string _temp = Directory.CreateTempSubdirectory("slipway-kms-").FullName;
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(moto.Missing is not null, moto.Missing ?? "");
        using var kms = moto.Kms(moto.Administrator);
        _key = (await kms.CreateKeyAsync(new())).KeyMetadata.Arn;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_temp, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_folder_is_encrypted_with_data_keys_of_kms()
    {
        using var store = Store(_key);
        var bundle = await BundleAsync();
        var put = await store.PutAsync(bundle, "Orders", default);
        Assert.Equal(_key, put.KeyId);
        Assert.False((await File.ReadAllBytesAsync(put.Location)).AsSpan().IndexOf("secret sauce"u8) >= 0);
        using var got = await store.GetAsync("Orders", put.Identity, default);
        Assert.Equal(await File.ReadAllBytesAsync(bundle), await File.ReadAllBytesAsync(got.BundleFile));
    }

    [Fact]
    public async Task An_envelope_opens_for_its_own_application_only()
    {
        using var store = Store(_key);
        var put = await store.PutAsync(await BundleAsync(), "Orders", default);
        var other = Path.Join(_temp, "store", "Billing", put.Identity);
        Directory.CreateDirectory(other);
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(put.Location)!)) File.Copy(file, Path.Join(other, Path.GetFileName(file)));
        var record = Path.Join(other, "revision.json");
        await File.WriteAllTextAsync(record, (await File.ReadAllTextAsync(record)).Replace("\"Orders\"", "\"Billing\"", StringComparison.Ordinal));
        await Refused("SLW0154", () => store.GetAsync("Billing", put.Identity, default));
    }

    [Fact]
    public async Task A_key_that_cannot_be_used_is_told()
    {
        using var kms = moto.Kms(moto.Administrator);
        var bundle = await BundleAsync();
        using (var store = Store("alias/none")) Assert.Contains("alias/none", await Refused("SLW0610", () => store.PutAsync(bundle, "Orders", default)), StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(Path.Join(_temp, "store", "Orders")) ? Directory.EnumerateFileSystemEntries(Path.Join(_temp, "store", "Orders")) : []);
    }

    [Fact]
    public async Task A_revision_of_a_kms_key_is_not_opened_with_a_key_file_and_the_other_way_round()
    {
        var file = Revisions.Encryption.KeyFile.Create(Path.Join(_temp, "key"));
        var bundle = await BundleAsync();
        using var byKms = Store(_key);
        using var byFile = new FolderRevisionStore(Path.Join(_temp, "store"), null, file);
        var put = await byKms.PutAsync(bundle, "Orders", default);
        Assert.Contains(_key, await Refused("SLW0154", () => byFile.GetAsync("Orders", put.Identity, default)), StringComparison.Ordinal);
        await byFile.PutAsync(bundle, "Orders", default);
        Assert.Contains(file.KeyId, await Refused("SLW0154", () => byKms.GetAsync("Orders", put.Identity, default)), StringComparison.Ordinal);
    }

    private FolderRevisionStore Store(string key) => new(Path.Join(_temp, "store"), null, new KmsKeyWrapping(key, moto.Kms(moto.Deployer)));

    private async Task<string> BundleAsync()
    {
        await File.WriteAllTextAsync(Path.Join(_temp, "appspec.yml"), "the secret sauce");
        return (await RevisionPacker.PackAsync([new("appspec.yml", Path.Join(_temp, "appspec.yml"))], Path.Join(_temp, "b.tar"), BundleType.Tar, default)).BundleFile;
    }

    private static async Task<string> Refused<T>(string code, Func<Task<T>> work)
    {
        var error = (await Assert.ThrowsAsync<SlipwayException>(work)).Error;
        Assert.Equal(code, error.Code);
        return error.Message;
    }
}
