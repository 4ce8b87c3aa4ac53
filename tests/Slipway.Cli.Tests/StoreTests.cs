using Slipway.Revisions;
using Slipway.Revisions.Encryption;
using Xunit;

namespace Slipway.Cli.Tests;

public sealed class StoreTests : IDisposable
{
    private readonly InProcess run = new();

    public StoreTests() => Directory.CreateDirectory(run.PathOf("root"));

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task What_is_put_is_listed_and_can_be_fetched_by_the_beginning_of_its_identity()
    {
        var bundle = await Pack("1");
        Assert.Equal(0, await run.Slipway("store", "put", bundle, "--application", "Orders", "--store", "store", "--format", "json"));
        var identity = run.Json.GetProperty("revision").GetString()!;
        Assert.Equal(0, await run.Slipway("store", "list", "--store", "store"));
        Assert.StartsWith(identity[..16] + "  Orders", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await run.Slipway("store", "get", identity[..8], "-o", "again.zip", "--store", "store"));
        Assert.Equal(File.ReadAllBytes(bundle), File.ReadAllBytes(run.PathOf("again.zip")));
        Assert.Equal(1, await run.Slipway("store", "get", "ffffffff", "-o", "x.zip", "--store", "store"));
        Assert.Contains("SLW0131", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(run.PathOf("x.zip")));
    }

    [Fact]
    public async Task Stored_revisions_are_shown_compared_and_verified_by_their_identities()
    {
        var (first, second) = (await Put("1"), await Put("2"));
        Assert.Equal(0, await run.Slipway("show", first[..8], "--store", "store"));
        Assert.Contains($"identity     {first}", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, await run.Slipway("diff", first[..8], second, "--store", "store", "--exit-code"));
        Assert.Contains("changed", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, await run.Slipway("verify", second, "--store", "store"));
        Assert.Contains("SLW0149", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, await run.Slipway("show", "ffffffff", "--store", "store"));
        Assert.Contains("SLW0131", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_names_the_store_too()
    {
        run.Variables["SLIPWAY_STORE"] = "elsewhere";
        Assert.Equal(0, await run.Slipway("store", "put", await Pack("1"), "--application", "Orders"));
        Assert.True(Directory.Exists(run.PathOf("elsewhere/Orders")));
    }

    [Fact]
    public async Task An_identity_that_several_applications_have_needs_the_application()
    {
        var bundle = await Pack("1");
        foreach (var application in (string[])["Orders", "Billing"]) Assert.Equal(0, await run.Slipway("store", "put", bundle, "--application", application, "--store", "store"));
        Assert.Equal(0, await run.Slipway("store", "list", "--store", "store", "--format", "json"));
        var identity = run.Json.GetProperty("revisions")[0].GetProperty("revision").GetString()!;
        Assert.Equal(1, await run.Slipway("plan", identity, "--root", "root", "--store", "store"));
        Assert.Contains("SLW0134", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await run.Slipway("plan", identity, "--root", "root", "--store", "store", "--application", "Billing"));
    }

    [Fact]
    public async Task A_stored_revision_is_deployed_by_its_identity_pinned_and_rolled_back_to_when_its_bundle_is_gone()
    {
        var (first, second) = (await Put("1"), await Put("2"));
        Assert.Equal(0, await Deploy(first));
        Assert.Equal(0, await Deploy(second));
        Assert.Equal(0, await run.Slipway("store", "list", "--store", "store", "--format", "json"));
        Assert.All(run.Json.GetProperty("revisions").EnumerateArray(), r => Assert.Single(r.GetProperty("pinnedBy").EnumerateArray()));
        Assert.Equal(0, await run.Slipway("store", "prune", "--application", "Orders", "--keep", "0", "--store", "store"));
        Assert.StartsWith("0 revisions removed", run.Output, StringComparison.Ordinal);

        // Neither the bundle where it was deployed from nor what the instance keeps: only the store has it, at another place.
        Directory.Move(run.PathOf("store"), run.PathOf("moved"));
        foreach (var kept in Directory.EnumerateDirectories(run.PathOf("state/instances"), "revision", SearchOption.AllDirectories)) Directory.Delete(kept, recursive: true);
        Assert.Equal(1, await run.Slipway("rollback", "--root", "root", "--state", "state", "--store", "another"));
        Assert.Contains("SLW0131", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await run.Slipway("rollback", "--root", "root", "--state", "state", "--store", "moved"));
        Assert.Equal("1", File.ReadAllText(run.PathOf("root/srv/app/version")));
    }

    [Fact]
    public async Task A_failed_deployment_leaves_pinned_what_stands()
    {
        var (first, second) = (await Put("1"), await Put("2", ("AfterInstall", "exit 1")));
        Assert.Equal(0, await Deploy(first));
        Assert.Equal(1, await Deploy(second));
        using var store = new FolderRevisionStore(run.PathOf("store"));
        Assert.Equal([first], Assert.Single(await store.PinsAsync("Orders", default)).Identities);
    }

    [Fact]
    public async Task A_holder_that_is_gone_is_unpinned_by_name()
    {
        await Deploy(await Put("1"));
        using var store = new FolderRevisionStore(run.PathOf("store"));
        var holder = Assert.Single(await store.PinsAsync(null, default)).Holder;
        Assert.StartsWith("local on ", holder, StringComparison.Ordinal);
        Assert.Equal(2, await run.Slipway("store", "unpin", "nobody", "--application", "Orders", "--store", "store"));
        Assert.Equal(0, await run.Slipway("store", "unpin", holder, "--application", "Orders", "--store", "store"));
        Assert.Empty(await store.PinsAsync(null, default));
    }

    [Fact]
    public async Task An_encrypted_revision_needs_its_key_and_is_deployed_with_it()
    {
        Assert.Equal(0, await run.Slipway("key", "new", "a.key"));
        Assert.Contains(KeyFile.Read(run.PathOf("a.key")).KeyId, run.Output, StringComparison.Ordinal);
        Assert.Equal(1, await run.Slipway("key", "new", "a.key"));
        Assert.Contains("SLW0157", run.Error, StringComparison.Ordinal);

        Assert.Equal(0, await run.Slipway("store", "put", await Pack("1"), "--application", "Orders", "--store", "store", "--encryption-key", "a.key", "--format", "json"));
        var identity = run.Json.GetProperty("revision").GetString()!;
        Assert.Equal(1, await Deploy(identity));
        Assert.Contains("SLW0153", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await Deploy(identity, "--encryption-key", "a.key"));
        Assert.Equal("1", File.ReadAllText(run.PathOf("root/srv/app/version")));
    }

    [Theory]
    [InlineData(2, "SLW0002", "deploy", "nowhere.zip")]
    [InlineData(2, "SLW0002", "deploy", "abcdef1")]
    [InlineData(1, "SLW0131", "deploy", "abcdef12")]
    [InlineData(1, "SLW0609", "deploy", "s3://bucket/Orders")]
    [InlineData(1, "SLW0135", "store", "list", "--store", "ftp://host/x")]
    [InlineData(1, "SLW0150", "store", "list", "--encryption-key", "missing.key")]
    [InlineData(2, "SLW0001", "store", "prune", "--application", "Orders", "--keep", "-1")]
    public async Task A_wrong_name_is_one_coded_line(int exitCode, string code, params string[] arguments)
    {
        run.Variables["SLIPWAY_STORE"] = "store";
        Assert.Equal(exitCode, await run.Slipway(arguments));
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_looks_like_an_identity_is_a_path()
    {
        File.Copy(await Pack("1"), run.PathOf("abcdef12"));
        Assert.Equal(0, await run.Slipway("plan", "abcdef12", "--root", "root", "--store", "store"));
    }

    private async Task<string> Pack(string version, params (string Event, string Script)[] hooks)
    {
        var bundle = run.PathOf($"v{version}.zip");
        Assert.Equal(0, await run.Slipway("pack", Revision.Write(run.PathOf($"v{version}"), version, hooks), "-o", bundle));
        return bundle;
    }

    private async Task<string> Put(string version, params (string Event, string Script)[] hooks)
    {
        Assert.Equal(0, await run.Slipway("store", "put", await Pack(version, hooks), "--application", "Orders", "--store", "store", "--format", "json"));
        return run.Json.GetProperty("revision").GetString()!;
    }

    private Task<int> Deploy(string identity, params string[] more) => run.Slipway(["deploy", identity, "--root", "root", "--state", "state", "--store", "store", .. more]);
}
