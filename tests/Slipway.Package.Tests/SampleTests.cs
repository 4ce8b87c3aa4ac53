using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace Slipway.Package.Tests;

/// <summary>The sample in a fresh clone: the first thing that anybody does with this repository.</summary>
public class SampleTests(FreshClone clone) : IClassFixture<FreshClone>
{
    private sealed record Health(string Status, string Version, string DeploymentId);

    private sealed record Order(long Id, string Item, int Quantity);

    [Fact]
    public async Task Orders_is_deployed_updated_and_after_a_bad_update_still_there_with_its_data()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The sample's appspec is for Linux.");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{clone.Port}") };
        try
        {
            var first = (await clone.PublishAsync("-p:Deploy=true")).MustSucceed();
            var health = await HealthOf(client);
            Assert.Equal(("healthy", "1.0.0"), (health.Status, health.Version));
            Assert.Contains(health.DeploymentId, first.Output, StringComparison.Ordinal);

            // Written by the web SDK after Publish: what the first deployment has must be whole.
            Assert.True(File.Exists(Path.Combine(clone.Root, "srv/orders/app/web.config")));
            using (var added = await client.PostAsJsonAsync("/orders", new { item = "Räder <b>", quantity = 4 }, TestContext.Current.CancellationToken))
            {
                Assert.Equal(HttpStatusCode.Created, added.StatusCode);
            }

            FreshClone.Replace(Path.Combine(clone.Orders, "Orders.csproj"), "<Version>1.0.0<", "<Version>1.1.0<");
            (await clone.PublishAsync("-p:Deploy=true")).MustSucceed();
            var updated = await HealthOf(client);
            Assert.Equal("1.1.0", updated.Version);
            Assert.NotEqual(health.DeploymentId, updated.DeploymentId);
            await OrderIsThere(client);
            Assert.Single(Directory.EnumerateFiles(Path.Combine(clone.Root, "srv/orders/backup")));

            var before = Tree();
            FreshClone.Replace(Path.Combine(clone.Orders, "Orders.csproj"), "<Version>1.1.0<", "<Version>1.2.0<");
            FreshClone.Replace(Path.Combine(clone.Orders, "Scripts", "validate.sh"), "set -eu", "set -eu\necho 'the page is not what it should be' >&2\nexit 3");
            var failed = (await clone.PublishAsync("-p:Deploy=true")).MustFail();
            Assert.Contains("the page is not what it should be", failed.Output, StringComparison.Ordinal);
            Assert.Equal("1.1.0", (await HealthOf(client)).Version);
            Assert.Equal(before, Tree());
            await OrderIsThere(client);
        }
        finally
        {
            await StopAsync();
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/health", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_change_of_the_toolkit_runs_in_the_next_publish_although_the_build_nodes_live_on()
    {
        var first = (await clone.PublishAsync("-p:DeployDryRun=true")).MustSucceed();
        Assert.Contains("dry run, nothing is touched", first.Output, StringComparison.Ordinal);
        Assert.NotEmpty(clone.Nodes());

        FreshClone.Replace(Path.Combine(clone.Folder, "src", "Slipway.Tasks", "DeployRevision.cs"), "dry run, nothing is touched", "dry run of the changed toolkit");
        var second = (await clone.PublishAsync("-p:DeployDryRun=true")).MustSucceed();

        Assert.Contains("dry run of the changed toolkit", second.Output, StringComparison.Ordinal);
    }

    private static async Task<Health> HealthOf(HttpClient client) => (await client.GetFromJsonAsync<Health>("/health", TestContext.Current.CancellationToken))!;

    private static async Task OrderIsThere(HttpClient client)
    {
        Assert.Contains(new Order(1, "Räder <b>", 4), (await client.GetFromJsonAsync<Order[]>("/orders", TestContext.Current.CancellationToken))!);
        Assert.Contains("Räder &lt;b&gt;", WebUtility.HtmlDecode((await client.GetStringAsync("/", TestContext.Current.CancellationToken)).Replace("&lt;", "&amp;lt;", StringComparison.Ordinal).Replace("&gt;", "&amp;gt;", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private SortedDictionary<string, string> Tree()
    {
        var tree = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in (string[])["srv/orders/app", "srv/orders/config"])
        {
            foreach (var entry in new DirectoryInfo(Path.Combine(clone.Root, folder)).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
            {
                tree[entry.FullName] = $"{entry.UnixFileMode} {(entry is FileInfo file ? $"{file.LastWriteTimeUtc:O} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file.FullName)))}" : "")}";
            }
        }

        return tree;
    }

    /// <summary>Stops the application by its own script, so by its own process id.</summary>
    private async Task StopAsync()
    {
        var environment = new Dictionary<string, string>(clone.Environment) { ["SLIPWAY_INSTANCE_ROOT"] = clone.Root };
        using var stop = DotNet.Start("sh", clone.Folder, environment, Path.Combine(clone.Orders, "Scripts", "stop.sh"));
        await DotNet.EndOf(stop);
    }
}
