using System.Diagnostics;
using Slipway.Instances.Events;
using Slipway.Instances.Protocol;
using Slipway.Revisions;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;
using Xunit;

namespace Slipway.Instances.Tests.Protocol;

public sealed class ConversationTests
{
    private const string Mapping = "files:\n  - source: app\n    destination: /srv/app\n";
    private const string Hook = Mapping + "hooks:\n  AfterInstall:\n    - location: hook.sh\n      timeout: 60\n";

    [Fact]
    public void A_deployment_runs_event_by_event_and_is_told_in_order()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        var deployment = Sandbox.Deployment(sandbox.Revision(Hook, ("app/a", "1"), ("hook.sh", "#!/bin/sh\necho said\n")));
        agent.Peer.Ask<SessionBegun>(new BeginDeployment(deployment));
        foreach (var lifecycleEvent in deployment.Events) Assert.Equal(EventStatus.Succeeded, agent.Peer.Ask<EventRun>(new RunEvent(lifecycleEvent)).Result.Status);
        agent.Peer.Ask<Done>(new CommitDeployment());
        Assert.Equal("1", sandbox.Read("srv/app/a"));
        var numbered = agent.Peer.Happened.Where(h => h.Number > 0).ToList();
        Assert.Equal(Enumerable.Range(1, numbered.Count).Select(i => (long)i), numbered.Select(h => h.Number));
        Assert.Equal(deployment.Events, numbered.Select(h => h.Event).OfType<LifecycleEventEnded>().Select(e => e.Result.Event));
        Assert.Equal("said", Assert.Single(numbered.Select(h => h.Event).OfType<ScriptOutput>()).Line);
        Assert.Equal(deployment.DeploymentId, agent.Peer.Ask<StateRead>(new ReadState("local")).State.Current);
    }

    [Fact]
    public void When_the_connection_is_lost_the_running_event_ends_and_is_told_to_who_comes_back()
    {
        using var sandbox = new Sandbox();
        var (go, started) = (sandbox.Root + ".go", sandbox.Root + ".started");
        var deployment = Sandbox.Deployment(sandbox.Revision(
            Hook, ("app/a", "1"), ("hook.sh", $"#!/bin/sh\necho before\necho x >> {started}\nwhile [ ! -e {go} ]; do sleep 0.05; done\necho after\n")));
        long seen;
        using (var agent = new RunningAgent(sandbox.Root, sandbox.State))
        {
            agent.Peer.Ask<SessionBegun>(new BeginDeployment(deployment));
            foreach (var lifecycleEvent in deployment.Events.TakeWhile(e => e != LifecycleEvents.AfterInstall)) agent.Peer.Ask<EventRun>(new RunEvent(lifecycleEvent));
            agent.Peer.Send(new RunEvent(LifecycleEvents.AfterInstall));
            agent.Peer.WaitFor(e => e is ScriptOutput { Line: "before" });
            seen = agent.Peer.LastNumber;
            agent.Peer.Dispose();
            Assert.False(agent.EndsWithin(TimeSpan.FromMilliseconds(200)));
            Assert.Equal("SLW0201", Assert.Throws<SlipwayException>(() => sandbox.Instance().Begin(Sandbox.Deployment(deployment.Revision!), sandbox.Events, default)).Error.Code);
            File.WriteAllText(go, "");
        }

        using var next = new RunningAgent(sandbox.Root, sandbox.State);
        var begun = next.Peer.Ask<SessionBegun>(new RejoinDeployment(deployment, seen));
        Assert.Null(begun.Interrupted);
        Assert.Equal(EventStatus.Succeeded, begun.Ended[^1].Status);
        Assert.Equal(LifecycleEvents.AfterInstall, begun.Ended[^1].Event);
        Assert.Equal("after", Assert.Single(next.Peer.Happened.Select(h => h.Event).OfType<ScriptOutput>()).Line);
        Assert.Equal(seen + 1, next.Peer.Happened[0].Number);
        foreach (var lifecycleEvent in deployment.Events.Skip(begun.Ended.Count)) next.Peer.Ask<EventRun>(new RunEvent(lifecycleEvent));
        next.Peer.Ask<Done>(new CommitDeployment());
        Assert.Single(File.ReadAllLines(started));
        Assert.Equal("1", sandbox.Read("srv/app/a"));
        next.Peer.Ask<NothingToRejoin>(new RejoinDeployment(deployment, 0));
    }

    [Fact]
    public void When_the_connection_is_lost_and_nothing_runs_the_deployment_stays_unfinished()
    {
        using var sandbox = new Sandbox();
        var deployment = Sandbox.Deployment(sandbox.Revision(Mapping, ("app/a", "1")));
        using (var agent = new RunningAgent(sandbox.Root, sandbox.State))
        {
            agent.Peer.Ask<SessionBegun>(new BeginDeployment(deployment));
            agent.Peer.Ask<EventRun>(new RunEvent(LifecycleEvents.ApplicationStop));
        }

        Assert.Equal(deployment.DeploymentId, sandbox.Instance().ReadState("local").Unfinished);
        using var next = new RunningAgent(sandbox.Root, sandbox.State);
        Assert.Equal([LifecycleEvents.ApplicationStop], next.Peer.Ask<SessionBegun>(new RejoinDeployment(deployment, 0)).Ended.Select(e => e.Event));
        next.Peer.Ask<Done>(new UndoDeployment());
        Assert.Null(sandbox.Instance().ReadState("local").Unfinished);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cancellation_or_the_agents_own_end_ends_the_script_and_the_event_fails(bool isStopped)
    {
        using var sandbox = new Sandbox();
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        var deployment = Sandbox.Deployment(sandbox.Revision(Hook, ("app/a", "1"), ("hook.sh", "#!/bin/sh\necho began\nexec sleep 60\n")));
        agent.Peer.Ask<SessionBegun>(new BeginDeployment(deployment));
        foreach (var lifecycleEvent in deployment.Events.TakeWhile(e => e != LifecycleEvents.AfterInstall)) agent.Peer.Ask<EventRun>(new RunEvent(lifecycleEvent));
        agent.Peer.Send(new RunEvent(LifecycleEvents.AfterInstall));
        agent.Peer.WaitFor(e => e is ScriptOutput { Line: "began" });
        if (isStopped) agent.Stop();
        else agent.Peer.Writer.Write(FrameKind.Cancel, []);
        var result = Assert.IsType<EventRun>(agent.Peer.Answer()).Result;
        Assert.Equal((EventStatus.Failed, "SLW0309"), (result.Status, result.Error!.Code));
        if (isStopped)
        {
            Assert.True(agent.EndsWithin(TimeSpan.FromSeconds(30)));
            Assert.Equal(deployment.DeploymentId, sandbox.Instance().ReadState("local").Unfinished);
            return;
        }

        agent.Peer.Ask<Done>(new UndoDeployment());
        Assert.False(Directory.Exists(sandbox.PathOf("srv/app")));
    }

    [Fact]
    public void A_hook_that_floods_its_output_waits_for_the_reader_and_memory_stays_bounded()
    {
        using var sandbox = new Sandbox();
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        var deployment = Sandbox.Deployment(sandbox.Revision(Hook, ("app/a", "1"), ("hook.sh", "#!/bin/sh\nyes 0123456789012345678901234567890123456789012345678901234567890123456789 | head -c 20000000\n")));
        agent.Peer.Ask<SessionBegun>(new BeginDeployment(deployment));
        foreach (var lifecycleEvent in deployment.Events.TakeWhile(e => e != LifecycleEvents.AfterInstall)) agent.Peer.Ask<EventRun>(new RunEvent(lifecycleEvent));
        agent.Peer.Send(new RunEvent(LifecycleEvents.AfterInstall));
        agent.Peer.WaitFor(e => e is ScriptOutput);

        // Nobody reads: the hook comes to a standstill long before its 20 MB are in its log.
        var log = Directory.EnumerateFiles(sandbox.State, "scripts.log", SearchOption.AllDirectories).Single();
        var length = -1L;
        for (var clock = Stopwatch.StartNew(); new FileInfo(log).Length != length && clock.Elapsed < TimeSpan.FromSeconds(20); Thread.Sleep(300)) length = new FileInfo(log).Length;
        Assert.InRange(length, 1, 8_000_000);
        agent.Lose();
        Assert.InRange(new FileInfo(log).Length, 20_000_000, long.MaxValue);
        using var next = new RunningAgent(sandbox.Root, sandbox.State);
        Assert.Equal(EventStatus.Succeeded, next.Peer.Ask<SessionBegun>(new RejoinDeployment(deployment, long.MaxValue / 2)).Ended[^1].Status);
    }

    [Fact]
    public void Requests_that_do_not_fit_are_refused_and_the_conversation_goes_on()
    {
        using var sandbox = new Sandbox();
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        Assert.Equal("SLW0261", agent.Peer.Ask<Refused>(new RunEvent("Install")).Error.Code);
        Assert.Equal("SLW0261", agent.Peer.Ask<Refused>(new CommitDeployment()).Error.Code);
        Assert.Equal("SLW0261", agent.Peer.Ask<Refused>(new OpenInstance(99, new() { Name = "x", Root = "", StateFolder = "" })).Error.Code);
        Assert.Equal("SLW0101", agent.Peer.Ask<Refused>(new BeginDeployment(Sandbox.Deployment("/nowhere"))).Error.Code);
        Assert.Equal("SLW0209", agent.Peer.Ask<Refused>(new BeginDeployment(Sandbox.Deployment("/nowhere") with { DeploymentId = "../x" })).Error.Code);
        Assert.Equal("SLW0264", agent.Peer.Ask<Refused>(new ConfirmDeployment("local", "d-1")).Error.Code);
        var deployment = Sandbox.Deployment(sandbox.Revision(Mapping, ("app/a", "1")));
        agent.Peer.Ask<SessionBegun>(new BeginDeployment(deployment));
        Assert.Equal("SLW0261", agent.Peer.Ask<Refused>(new BeginDeployment(deployment)).Error.Code);
        Assert.Equal("SLW0261", agent.Peer.Ask<Refused>(new RecoverInstance(null)).Error.Code);
        agent.Peer.Ask<Done>(new DetachDeployment());
        Assert.False(Assert.Single(agent.Peer.Ask<Recovered>(new RecoverInstance(null)).Recoveries).Completed);
    }

    [Fact]
    public void A_plan_comes_in_parts()
    {
        using var sandbox = new Sandbox();
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        var deployment = Sandbox.Deployment(sandbox.Revision(Mapping, [.. Enumerable.Range(0, 1200).Select(i => ($"app/{i}", $"{i}"))]));
        var made = agent.Peer.Ask<PlanMade>(new PlanDeployment(deployment));
        Assert.Empty(made.Conflicts);
        Assert.Equal(1200, agent.Peer.Changes.Count(c => c.Kind == ChangeKind.Create));
        Assert.Empty(agent.Peer.Ask<PreflightDone>(new Preflight(deployment)).Findings);
    }

    [Fact]
    public void Leases_are_kept_on_the_instance()
    {
        using var sandbox = new Sandbox();
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        Assert.Equal(0, agent.Peer.Ask<LeaseRead>(new ReadLease("g")).Number);
        Assert.True(agent.Peer.Ask<LeaseTaken>(new TakeLease("g", 3, [1, 2])).IsTaken);
        Assert.False(agent.Peer.Ask<LeaseTaken>(new TakeLease("g", 3, [3])).IsTaken);
        Assert.False(agent.Peer.Ask<LeaseTaken>(new TakeLease("g", 2, [3])).IsTaken);
        Assert.True(agent.Peer.Ask<LeaseTaken>(new RenewLease("g", 3, [4])).IsTaken);
        Assert.True(agent.Peer.Ask<LeaseTaken>(new TakeLease("g", 4, [5])).IsTaken);
        Assert.False(agent.Peer.Ask<LeaseTaken>(new RenewLease("g", 3, [6])).IsTaken);
        var lease = agent.Peer.Ask<LeaseRead>(new ReadLease("g"));
        Assert.Equal(4, lease.Number);
        Assert.Equal([5], lease.Content!);
        Assert.InRange(lease.Now - lease.WrittenAt, TimeSpan.FromSeconds(-2), TimeSpan.FromSeconds(20));
        Assert.Equal("SLW0209", agent.Peer.Ask<Refused>(new TakeLease("g", 0, [])).Error.Code);
    }

    [Fact]
    public void Nonsense_on_the_line_ends_the_agent_and_nothing_else()
    {
        using var sandbox = new Sandbox();
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        agent.Peer.Ask<SessionBegun>(new BeginDeployment(Sandbox.Deployment(sandbox.Revision(Mapping, ("app/a", "1")))));
        agent.Peer.Writer.Write(FrameKind.Answer, "{}"u8);
        Assert.True(agent.EndsWithin(TimeSpan.FromSeconds(30)));
        Assert.NotNull(sandbox.Instance().ReadState("local").Unfinished);
        Assert.Single(sandbox.Recover());
    }
}
