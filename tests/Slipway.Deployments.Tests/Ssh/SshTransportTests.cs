using Slipway.Deployments.History;
using Slipway.Deployments.Transports;
using Slipway.Deployments.Transports.Delivery;
using Slipway.Deployments.Transports.Ssh;
using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Revisions;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Deployments.Tests.Ssh;

/// <summary>An instance behind a real agent's conversation, in this process, over a connection that is cut at will.</summary>
public sealed class SshTransportTests : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("slipway-transport-").FullName;
    private readonly SentRevisions revisions = new();
    private readonly List<AgentHere> agents = [];

    public SshTransportTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "instances are Linux machines");
        Directory.CreateDirectory(Root);
    }

    private string Root => Path.Join(folder, "root");

    private string Installed => File.ReadAllText(Path.Join(Root, "app", "app.txt"));

    public async ValueTask DisposeAsync()
    {
        await revisions.DisposeAsync();
        foreach (var agent in agents)
        {
            await agent.Ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
            agent.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(null), InlineData(BundleType.Zip), InlineData(BundleType.Tar), InlineData(BundleType.Tgz)]
    public async Task Brings_a_revision_and_then_only_what_changed(BundleType? type)
    {
        await using var to = Transport();
        var first = Fleet.Revision(Path.Join(folder, "1"), "one");
        var second = Fleet.Revision(Path.Join(folder, "2"), "two");
        var heard = new Heard();
        var results = await Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", type is { } t ? await Fleet.BundleAsync(first, t) : first), heard);
        Assert.All(results, r => Assert.Equal(EventStatus.Succeeded, r.Status));
        Assert.Equal("one", Installed);
        Assert.Contains(heard.All, e => e is FileProgress { Step: "DownloadBundle" } p && p.Files == p.TotalFiles && p.Bytes == p.TotalBytes);
        var before = agents.Sum(a => a.Sent);
        Assert.True(before > 300_000);

        await Fleet.DeployAsync(to, Fleet.Deployment("d-000000002", type is { } u ? await Fleet.BundleAsync(second, u) : second));
        Assert.Equal("two", Installed);
        Assert.InRange(agents.Sum(a => a.Sent) - before, 1, 6_000);
        Assert.Equal("d-000000002", (await to.ReadStateAsync("production", CancellationToken.None)).LastSuccessful);
    }

    [Fact]
    public async Task A_bundle_of_others_goes_whole_and_only_once()
    {
        await using var to = Transport();
        var bundle = Path.Join(folder, "foreign.zip");
        System.IO.Compression.ZipFile.CreateFromDirectory(Fleet.Revision(Path.Join(folder, "1"), "one"), bundle);
        await Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", bundle));
        var before = agents.Sum(a => a.Sent);
        await Fleet.DeployAsync(to, Fleet.Deployment("d-000000002", bundle));
        Assert.Equal("one", Installed);
        Assert.InRange(agents.Sum(a => a.Sent) - before, 1, 6_000);
    }

    [Fact]
    public async Task What_the_instance_keeps_is_deployed_again_without_being_sent()
    {
        await using var to = Transport();
        var one = Fleet.Revision(Path.Join(folder, "1"), "one");
        await Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", one));
        await Fleet.DeployAsync(to, Fleet.Deployment("d-000000002", Fleet.Revision(Path.Join(folder, "2"), "two")));
        await Fleet.DeployAsync(to, Fleet.Deployment("d-000000003", null) with { RevisionOf = "d-000000001" });
        Assert.Equal("one", Installed);
        await Fleet.DeployAsync(to, Fleet.Deployment("d-000000004", Path.Join(folder, "2")) with { RevisionOf = "d-GONE00000" });
        Assert.Equal("two", Installed);
        await Assert.ThrowsAsync<SlipwayException>(() => Fleet.DeployAsync(to, Fleet.Deployment("d-000000005", null) with { RevisionOf = "d-GONE00000" }));
    }

    [Fact]
    public async Task A_connection_lost_during_an_event_is_made_anew_and_the_event_runs_once()
    {
        var heard = new Heard();
        await using var to = Transport();
        var hook = $"echo run >> {folder}/runs; echo before; while [ ! -e {folder}/go ]; do sleep 0.02; done; echo after";
        var deploying = Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one", hook)), heard);
        await Fleet.Until(() => heard.Lines.Contains("before"), "the hook did not start");
        agents[0].Cut();
        await File.WriteAllTextAsync(Path.Join(folder, "go"), "");
        var results = await deploying;
        Assert.All(results, r => Assert.Equal(EventStatus.Succeeded, r.Status));
        Assert.Equal("run\n", await File.ReadAllTextAsync(Path.Join(folder, "runs")));
        Assert.Equal(["before", "after"], heard.Lines);
        Assert.Equal(Fleet.Events, heard.All.OfType<LifecycleEventEnded>().Select(e => e.Result.Event));
        Assert.Equal("one", Installed);
    }

    [Fact]
    public async Task A_connection_lost_at_any_moment_changes_nothing_about_the_outcome()
    {
        // Between events, before the commit, after the undo: each time the connection is another one than before.
        await using var to = Transport();
        var deployment = Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one"));
        await using (var session = await to.BeginAsync(deployment, new Heard(), CancellationToken.None))
        {
            foreach (var lifecycleEvent in Fleet.Events)
            {
                agents[^1].Cut();
                Assert.Equal(EventStatus.Succeeded, (await session.RunAsync(lifecycleEvent, CancellationToken.None)).Status);
            }

            agents[^1].Cut();
            await session.CommitAsync();
        }

        agents[^1].Cut();
        Assert.Equal("d-000000001", (await to.ReadStateAsync("production", CancellationToken.None)).Current);
        await using (var session = await to.BeginAsync(Fleet.Deployment("d-000000002", Fleet.Revision(Path.Join(folder, "2"), "two")), new Heard(), CancellationToken.None))
        {
            foreach (var lifecycleEvent in Fleet.Events) await session.RunAsync(lifecycleEvent, CancellationToken.None);
            Assert.Equal("two", Installed);
            agents[^1].Cut();
            await session.UndoAsync();
        }

        Assert.Equal("one", Installed);
    }

    [Fact]
    public async Task A_session_that_was_left_is_joined_again_by_another_process()
    {
        var deployment = Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one"));
        await using (var to = Transport())
        {
            await using var session = await to.BeginAsync(deployment, new Heard(), CancellationToken.None);
            for (var i = 0; i < 4; i++) await session.RunAsync(Fleet.Events[i], CancellationToken.None);
            await session.DetachAsync();
        }

        await using var other = Transport();
        await using (var session = await other.RejoinAsync(deployment, new Heard(), CancellationToken.None))
        {
            Assert.Equal(Fleet.Events.Take(4), session!.Ended.Select(e => e.Event));
            await Fleet.FinishAsync(session);
        }

        Assert.Equal("one", Installed);
        Assert.Null(await other.RejoinAsync(deployment, new Heard(), CancellationToken.None));
        Assert.Empty(await other.RecoverAsync(null, new Heard(), CancellationToken.None));
    }

    [Fact]
    public async Task A_connection_that_is_closed_for_a_wait_is_made_again_when_it_is_needed()
    {
        await using var to = Transport();
        await using var session = await to.BeginAsync(Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one")), new Heard(), CancellationToken.None);
        await session.RunAsync(Fleet.Events[0], CancellationToken.None);
        await to.DisconnectAsync();
        await agents[0].Ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
        foreach (var lifecycleEvent in Fleet.Events.Skip(1)) Assert.Equal(EventStatus.Succeeded, (await session.RunAsync(lifecycleEvent, CancellationToken.None)).Status);
        await session.CommitAsync();
        Assert.Equal(2, agents.Count);
        Assert.Equal("one", Installed);
    }

    [Fact]
    public async Task A_failing_hook_is_a_result_and_a_stopped_one_fails()
    {
        await using var to = Transport();
        var results = await Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one", "echo no >&2; exit 3")));
        Assert.Equal((EventStatus.Failed, 3), (results[^1].Status, results[^1].Scripts[0].ExitCode));
        Assert.False(File.Exists(Path.Join(Root, "app", "app.txt")));

        var heard = new Heard();
        using var stop = new CancellationTokenSource();
        await using var session = await to.BeginAsync(Fleet.Deployment("d-000000002", Fleet.Revision(Path.Join(folder, "2"), "two", "echo here; sleep 600")), heard, CancellationToken.None);
        for (var i = 0; i < 4; i++) await session.RunAsync(Fleet.Events[i], CancellationToken.None);
        var running = session.RunAsync(Fleet.Events[4], stop.Token);
        await Fleet.Until(() => heard.Lines.Contains("here"), "the hook did not start");
        await stop.CancelAsync();
        Assert.Equal(EventStatus.Failed, (await running).Status);
        await session.UndoAsync();
        Assert.False(File.Exists(Path.Join(Root, "app", "app.txt")));
    }

    [Fact]
    public async Task Plans_and_looks_ahead_without_touching_the_tree()
    {
        await using var to = Transport();
        var deployment = Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one"));
        var plan = await to.PlanAsync(deployment, CancellationToken.None);
        Assert.Contains(plan.Changes, c => c is { Kind: ChangeKind.Create, Path: "/app/app.txt" });
        Assert.Empty(await to.PreflightAsync(deployment, CancellationToken.None));
        Assert.Empty(Directory.GetFileSystemEntries(Root));
    }

    [Fact]
    public async Task Leases_are_taken_once_and_renewed_while_an_event_runs()
    {
        await using var to = Transport();
        await using var other = Transport();
        Assert.Equal(0, (await to.Leases.NewestAsync("production", CancellationToken.None)).Number);
        Assert.True(await to.Leases.TryTakeAsync("production", 5, [1, 2], CancellationToken.None));
        Assert.False(await other.Leases.TryTakeAsync("production", 5, [3], CancellationToken.None));
        var hook = $"while [ ! -e {folder}/go ]; do sleep 0.02; done";
        var deploying = Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one", hook), fencing: 5));
        Assert.True(await to.Leases.TryRenewAsync("production", 5, [4], CancellationToken.None));
        await File.WriteAllTextAsync(Path.Join(folder, "go"), "");
        await deploying;
        var newest = await other.Leases.NewestAsync("production", CancellationToken.None);
        Assert.Equal((5L, (byte)4), (newest.Number, newest.Content![0]));
        Assert.True(await other.Leases.TryTakeAsync("production", 6, [5], CancellationToken.None));
        Assert.False(await to.Leases.TryRenewAsync("production", 5, [4], CancellationToken.None));
    }

    [Fact]
    public async Task What_is_only_current_becomes_the_last_successful_when_it_is_confirmed()
    {
        await using var to = Transport();
        await Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one")) with { IsConfirmedLater = true });
        Assert.Null((await to.ReadStateAsync("production", CancellationToken.None)).LastSuccessful);
        await to.ConfirmAsync("production", "d-000000001", CancellationToken.None);
        Assert.Equal("d-000000001", (await to.ReadStateAsync("production", CancellationToken.None)).LastSuccessful);
    }

    [Fact]
    public async Task A_host_that_does_not_come_back_is_given_up_after_a_while()
    {
        var isUp = true;
        await using var to = Transport(() => isUp ? null : SshErrors.Unreachable("SLW0433", "down"), TimeSpan.FromSeconds(1));
        await using var session = await to.BeginAsync(Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one")), new Heard(), CancellationToken.None);
        isUp = false;
        agents[^1].Cut();
        var error = await Assert.ThrowsAsync<InstanceUnreachableException>(() => session.RunAsync(Fleet.Events[0], CancellationToken.None));
        Assert.Equal("SLW0443", error.Error.Code);
        Assert.Contains("down", error.Error.Message, StringComparison.Ordinal);
    }

    private SshTransport Transport(Func<Exception?>? refusal = null, TimeSpan? reconnectFor = null) => new(
        new() { InstanceName = "web-1", Connection = new(false, "web-1"), Root = Root },
        async _ =>
        {
            if (refusal?.Invoke() is { } refused) throw refused;
            var (agent, connection) = await AgentHere.OpenAsync(new() { Name = "web-1", Root = Root, StateFolder = Path.Join(folder, "state"), LockWait = TimeSpan.FromSeconds(10) });
            lock (agents) agents.Add(agent);
            return connection;
        },
        revisions,
        new() { State = StateFolder.At(folder), ReconnectFor = reconnectFor ?? TimeSpan.FromSeconds(20) });
}
