using Slipway.Deployments.Tests.Ssh;
using Slipway.Deployments.Transports;
using Slipway.Instances.Events;
using Slipway.Specifications.DeployFiles;
using Xunit;

namespace Slipway.Deployments.Tests;

/// <summary>An instance on this machine behind the seam that ssh instances have.</summary>
public sealed class LocalTransportTests : IAsyncDisposable
{
    private readonly TempState temp = new();
    private readonly InstanceTransports transports;

    public LocalTransportTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "deploying to this machine needs Linux");
        Directory.CreateDirectory(Root);
        transports = new(new() { State = temp.State });
    }

    private string Root => Path.Join(temp.Folder, "root");

    public async ValueTask DisposeAsync()
    {
        await transports.DisposeAsync();
        temp.Dispose();
    }

    [Fact]
    public async Task Deploys_detaches_rejoins_and_confirms()
    {
        var deployment = Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(temp.Folder, "1"), "one")) with { IsConfirmedLater = true };
        await using (var to = To("web-1"))
        {
            await to.ConnectAsync(CancellationToken.None);
            Assert.NotEmpty((await to.PlanAsync(deployment, CancellationToken.None)).Changes);
            Assert.Empty(await to.PreflightAsync(deployment, CancellationToken.None));
            await using var session = await to.BeginAsync(deployment, new Heard(), CancellationToken.None);
            Assert.Equal(EventStatus.Succeeded, (await session.RunAsync(Fleet.Events[0], CancellationToken.None)).Status);
            await session.DetachAsync();
        }

        await using var again = To("web-1");
        await using (var session = await again.RejoinAsync(deployment, new Heard(), CancellationToken.None))
        {
            Assert.Equal(Fleet.Events[0], Assert.Single(session!.Ended).Event);
            await Fleet.FinishAsync(session);
        }

        Assert.Null(await again.RejoinAsync(deployment, new Heard(), CancellationToken.None));
        Assert.Null((await again.ReadStateAsync("production", CancellationToken.None)).LastSuccessful);
        await again.ConfirmAsync("production", "d-000000001", CancellationToken.None);
        Assert.Equal("d-000000001", (await again.ReadStateAsync("production", CancellationToken.None)).LastSuccessful);
        Assert.Empty(await again.RecoverAsync("production", new Heard(), CancellationToken.None));
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Join(Root, "app", "app.txt")));
    }

    [Fact]
    public async Task Two_names_for_one_root_are_one_instance()
    {
        await using var first = To("web-1");
        await using var second = To("web-2");
        await Fleet.DeployAsync(first, Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(temp.Folder, "1"), "one")));
        Assert.Equal("d-000000001", (await second.ReadStateAsync("production", CancellationToken.None)).Current);
        Assert.True(await first.Leases.TryTakeAsync("production", 1, [1], CancellationToken.None));
        Assert.Equal(1, (await second.Leases.NewestAsync("production", CancellationToken.None)).Number);
        Assert.True(await second.Leases.TryRenewAsync("production", 1, [2], CancellationToken.None));
    }

    [Fact]
    public async Task Many_instances_work_at_once_whatever_the_pool_has()
    {
        var revision = Fleet.Revision(Path.Join(temp.Folder, "1"), "one", "n=0; while [ $(ls $TOGETHER | wc -l) -lt 12 ] && [ $n -lt 500 ]; do touch $TOGETHER/$SLIPWAY_INSTANCE_NAME; n=$((n+1)); sleep 0.02; done");
        var together = Directory.CreateDirectory(Path.Join(temp.Folder, "together")).FullName;
        await Task.WhenAll(Enumerable.Range(1, 12).Select(async i =>
        {
            var root = Directory.CreateDirectory(Path.Join(temp.Folder, $"root-{i}")).FullName;
            await using var to = transports.To(new() { InstanceName = $"web-{i}", Connection = InstanceConnection.Local, Root = root, Environment = new Dictionary<string, string> { ["TOGETHER"] = together } });
            Assert.All(await Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", revision)), r => Assert.Equal(EventStatus.Succeeded, r.Status));
        }));
        Assert.Equal(12, Directory.GetFiles(together).Length);
    }

    private IInstanceTransport To(string name) => transports.To(new() { InstanceName = name, Connection = InstanceConnection.Local, Root = Root });
}
