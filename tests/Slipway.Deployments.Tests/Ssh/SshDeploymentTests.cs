using System.Diagnostics;
using Slipway.Deployments.History;
using Slipway.Deployments.Transports;
using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;
using Slipway.Tests.Ssh;
using Xunit;

namespace Slipway.Deployments.Tests.Ssh;

/// <summary>Deployments to a real sshd with the real agent, and what happens to them when the way there breaks.</summary>
public sealed class SshDeploymentTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("slipway-fleet-").FullName;
    private SshHost host = null!;
    private InstanceTransports transports = null!;

    private string Root => Path.Join(host.Folder, "root");

    private string Installed => File.ReadAllText(Path.Join(Root, "app", "app.txt"));

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(SshHost.Missing is not null, SshHost.Missing ?? "");
        Assert.SkipWhen(AgentBuild.Missing is not null, AgentBuild.Missing ?? "");
        host = await SshHost.StartAsync();
        Directory.CreateDirectory(Root);
        transports = Transports(host);
    }

    public async ValueTask DisposeAsync()
    {
        if (transports is not null) await transports.DisposeAsync();
        if (host is not null) await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Deploys_and_deploys_again_what_changed()
    {
        await using var to = transports.To(Instance());
        await Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", await Fleet.BundleAsync(Fleet.Revision(Path.Join(folder, "1"), "one", "echo \"$SLIPWAY_INSTANCE_NAME $COLOR\" > $SLIPWAY_INSTANCE_ROOT/said"))));
        Assert.Equal(("one", "web-1 blue\n"), (Installed, await File.ReadAllTextAsync(Path.Join(Root, "said"))));
        await Fleet.DeployAsync(to, Fleet.Deployment("d-000000002", await Fleet.BundleAsync(Fleet.Revision(Path.Join(folder, "2"), "two"))));
        Assert.Equal("two", Installed);
        Assert.Equal("d-000000002", (await to.ReadStateAsync("production", CancellationToken.None)).LastSuccessful);
    }

    [Fact]
    public async Task A_cut_connection_is_made_anew_while_the_event_goes_on_and_runs_once()
    {
        var heard = new Heard();
        await using var to = transports.To(Instance());
        var hook = $"echo run >> {folder}/runs; echo before; while [ ! -e {folder}/go ]; do sleep 0.02; done; echo after";
        var deploying = Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one", hook)), heard);
        await Fleet.Until(() => heard.Lines.Contains("before"), "the hook did not start");
        host.CutSessions();
        await Fleet.Until(() => host.Sessions.Count > 0, "no new connection");
        await File.WriteAllTextAsync(Path.Join(folder, "go"), "");
        Assert.All(await deploying, r => Assert.Equal(EventStatus.Succeeded, r.Status));
        Assert.Equal(("run\n", "one"), (await File.ReadAllTextAsync(Path.Join(folder, "runs")), Installed));
        Assert.Equal(["before", "after"], heard.Lines);
    }

    [Fact]
    public async Task A_host_that_is_away_for_a_while_is_waited_for()
    {
        var heard = new Heard();
        await using var to = transports.To(Instance());
        var hook = $"echo run >> {folder}/runs; echo before; while [ ! -e {folder}/go ]; do sleep 0.02; done";
        var deploying = Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one", hook)), heard);
        await Fleet.Until(() => heard.Lines.Contains("before"), "the hook did not start");
        host.GoDown();
        await File.WriteAllTextAsync(Path.Join(folder, "go"), "");
        await Task.Delay(500);
        await host.ListenAsync();
        Assert.All(await deploying, r => Assert.Equal(EventStatus.Succeeded, r.Status));
        Assert.Equal("run\n", await File.ReadAllTextAsync(Path.Join(folder, "runs")));
    }

    [Fact]
    public async Task An_agent_that_is_killed_leaves_an_interrupted_event_that_is_undone()
    {
        await using var to = transports.To(Instance());
        await Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one")));
        var heard = new Heard();
        var hook = $"echo run >> {folder}/runs; echo $PPID > {folder}/agent; echo before; while [ ! -e {folder}/go ]; do sleep 0.02; done";
        await using var session = await to.BeginAsync(Fleet.Deployment("d-000000002", Fleet.Revision(Path.Join(folder, "2"), "two", hook)), heard, CancellationToken.None);
        foreach (var lifecycleEvent in Fleet.Events.Take(4)) await session.RunAsync(lifecycleEvent, CancellationToken.None);
        var running = session.RunAsync(Fleet.Events[4], CancellationToken.None);
        await Fleet.Until(() => heard.Lines.Contains("before"), "the hook did not start");
        SshHost.Kill(int.Parse(await File.ReadAllTextAsync(Path.Join(folder, "agent")), System.Globalization.CultureInfo.InvariantCulture));
        var result = await running;
        Assert.Equal((EventStatus.Failed, "SLW0445"), (result.Status, result.Error!.Code));
        Assert.Equal("AfterInstall", session.Interrupted);
        await File.WriteAllTextAsync(Path.Join(folder, "go"), "");
        await session.UndoAsync();
        Assert.Equal(("run\n", "one"), (await File.ReadAllTextAsync(Path.Join(folder, "runs")), Installed));
        Assert.Null((await to.ReadStateAsync("production", CancellationToken.None)).Unfinished);
    }

    [Fact]
    public async Task Another_machine_joins_what_a_dead_one_had_begun()
    {
        var deployment = Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one"));
        await using (var to = transports.To(Instance()))
        {
            await using var session = await to.BeginAsync(deployment, new Heard(), CancellationToken.None);
            foreach (var lifecycleEvent in Fleet.Events.Take(3)) await session.RunAsync(lifecycleEvent, CancellationToken.None);
            await session.DetachAsync();
        }

        await using var others = Transports(host);
        await using var other = others.To(Instance());
        await using var joined = await other.RejoinAsync(deployment, new Heard(), CancellationToken.None);
        await Fleet.FinishAsync(joined!);
        Assert.Equal("one", Installed);
    }

    [Fact]
    public async Task Two_that_deploy_at_once_come_one_after_the_other()
    {
        await using var others = Transports(host);
        await using var first = transports.To(Instance());
        await using var second = others.To(Instance());
        var one = Fleet.DeployAsync(first, Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one", "sleep 0.2")));
        var two = Fleet.DeployAsync(second, Fleet.Deployment("d-000000002", Fleet.Revision(Path.Join(folder, "2"), "two", "sleep 0.2")));
        await Task.WhenAll(one, two);
        Assert.Equal((await first.ReadStateAsync("production", CancellationToken.None)).Current == "d-000000001" ? "one" : "two", Installed);
    }

    [Fact]
    public async Task Several_instances_of_one_host_get_one_revision_at_once()
    {
        var revision = Fleet.Revision(Path.Join(folder, "1"), "one");
        var roots = Enumerable.Range(1, 4).Select(i => Directory.CreateDirectory(Path.Join(host.Folder, $"root-{i}")).FullName).ToList();
        await Task.WhenAll(roots.Select(async (root, i) =>
        {
            await using var to = transports.To(Instance() with { InstanceName = $"web-{i}", Root = root, StateFolder = root + "-state" });
            await Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", revision));
        }));
        Assert.All(roots, root => Assert.Equal("one", File.ReadAllText(Path.Join(root, "app", "app.txt"))));
        Assert.Single(Directory.GetDirectories(host.Agents));
    }

    [Fact]
    public async Task A_full_disk_undoes_and_says_so()
    {
        var root = Directory.CreateDirectory(Path.Join(host.Folder, "small")).FullName;
        await using var mount = Mounted.Of(root, "size=200k");
        Assert.SkipWhen(mount is null, "a file system cannot be mounted here");
        await using var to = transports.To(Instance() with { Root = root });
        var results = await Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one")));
        Assert.Equal((EventStatus.Failed, "Install"), (results[^1].Status, results[^1].Event));
        Assert.Contains("space", results[^1].Error!.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.GetFileSystemEntries(root));
    }

    [Fact]
    public async Task A_hook_that_floods_its_output_is_heard_whole()
    {
        var heard = new Heard();
        await using var to = transports.To(Instance());
        await Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo line $i; done")), heard);
        Assert.Equal(20000, heard.Lines.Count);
        Assert.Equal("line 20000", heard.Lines[^1]);
    }

    [Fact]
    public async Task A_plain_account_deploys_into_its_own_folder()
    {
        var user = SshHost.PlainUser;
        Assert.SkipWhen(user is null, "there is no other account");
        await using var other = await SshHost.StartAsync(user);
        var root = Directory.CreateDirectory(Path.Join(other.Home, "root")).FullName;
        Process.Start("chown", [user!, root]).WaitForExit();
        await using var others = Transports(other);
        await using var to = others.To(Instance() with { Root = root });
        await Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one", "id -un > $SLIPWAY_INSTANCE_ROOT/who")));
        Assert.Equal(user + "\n", await File.ReadAllTextAsync(Path.Join(root, "who")));
    }

    [Fact]
    public async Task Nothing_is_left_running_and_nothing_but_agent_and_state_is_left_in_the_home()
    {
        await using (var to = transports.To(Instance()))
        {
            await Fleet.DeployAsync(to, Fleet.Deployment("d-000000001", Fleet.Revision(Path.Join(folder, "1"), "one")));
            Assert.NotEmpty(host.Sessions);
        }

        await Fleet.Until(() => host.Sessions.Count == 0, "a session is left");
        Assert.Equal([".cache", ".local"], Directory.GetFileSystemEntries(host.Home).Select(Path.GetFileName).Order());
        Assert.Single(Directory.GetFiles(host.Agents, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Without_an_agent_to_send_it_is_said_how_to_get_one()
    {
        await using var without = new InstanceTransports(new() { State = StateFolder.At(folder), AgentsFolder = folder, Variable = host.Variable });
        await using var to = without.To(Instance());
        Assert.Equal("SLW0438", (await Assert.ThrowsAsync<SlipwayException>(() => to.ConnectAsync(CancellationToken.None))).Error.Code);
    }

    private InstanceDefinition Instance() => new()
    {
        InstanceName = "web-1",
        Connection = new(false, "127.0.0.1"),
        Root = Root,
        Environment = new Dictionary<string, string> { ["COLOR"] = "blue" },
    };

    private InstanceTransports Transports(SshHost at) => new(new()
    {
        State = StateFolder.At(Path.Join(folder, "state")),
        AgentsFolder = AgentBuild.Folder,
        Variable = at.Variable,
        LockWait = TimeSpan.FromSeconds(20),
    });
}
