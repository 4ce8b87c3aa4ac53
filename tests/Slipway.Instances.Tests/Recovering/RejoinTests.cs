using Slipway.Instances.Events;
using Slipway.Instances.Tests.Conformance;
using Slipway.Revisions;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;
using Xunit;

namespace Slipway.Instances.Tests.Recovering;

/// <summary>A deployment whose process died, or let go of it, is joined again: it goes on where it was, or is undone where nobody knows.</summary>
public sealed class RejoinTests
{
    [Theory]
    [InlineData(false, BundleType.Zip)]
    [InlineData(true, BundleType.Tgz)]
    public void A_deployment_that_died_at_any_step_is_rejoined_and_ends_in_the_new_or_the_old_tree(bool separateState, BundleType? bundles)
    {
        Assert.SkipWhen(separateState && !Sandbox.CanSeparateState, "needs a second file system at /dev/shm");
        var steps = 0;
        string newTree;
        using (var undisturbed = CrashTests.Prepare(out _, separateState, bundles))
        {
            Assert.Null(undisturbed.Deploy(CrashTests.Second(undisturbed), _ => steps++));
            newTree = Tree(undisturbed, withTimes: false);
        }

        var (old, @new, undecided) = (0, 0, 0);
        Parallel.For(1, steps + 1, new ParallelOptions { MaxDegreeOfParallelism = 4 }, step =>
        {
            using var sandbox = CrashTests.Prepare(out var oldTree, separateState, bundles);
            var deployment = CrashTests.Second(sandbox);
            var last = CrashTests.Crash(sandbox, deployment, step);
            var isRejoined = Finish(sandbox, deployment);
            var isNew = sandbox.Instance().ReadState("local").Current == deployment.DeploymentId;
            var expected = isNew ? newTree : oldTree;
            var found = Tree(sandbox, withTimes: !isNew);
            if (expected != found) Assert.Fail($"step {step} ({last}):\n" + string.Join("\n", found.Split('\n').Except(expected.Split('\n'))) + "\ninstead of\n" + string.Join("\n", expected.Split('\n').Except(found.Split('\n'))));
            var runs = File.Exists(sandbox.Root + ".runs") ? File.ReadAllLines(sandbox.Root + ".runs") : [];
            Assert.True(runs.Distinct().Count() == runs.Length, $"step {step} ({last}): {string.Join(' ', runs)}");
            if (isNew) Assert.Equal(["before", "after"], runs);
            Assert.Null(sandbox.Instance().ReadState("local").Unfinished);
            Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.Root, ".slipway*", SearchOption.AllDirectories));
            _ = isNew ? Interlocked.Increment(ref @new) : Interlocked.Increment(ref old);
            if (!isRejoined) Interlocked.Increment(ref undecided);
        });

        Assert.InRange(old, 15, steps);
        Assert.InRange(@new, 15, steps);
        Assert.InRange(undecided, 3, steps / 2);
    }

    [Fact]
    public void A_detached_deployment_goes_on_where_it_was()
    {
        using var sandbox = CrashTests.Prepare(out _);
        var deployment = CrashTests.Second(sandbox);
        var events = deployment.Events.ToList();
        foreach (var pause in Enumerable.Range(0, events.Count))
        {
            using var session = pause == 0 ? sandbox.Instance().Begin(deployment, sandbox.Events, default) : sandbox.Instance().Rejoin(deployment, sandbox.Events, default)!;
            Assert.Equal(events.Take(pause), session.Ended.Select(e => e.Event));
            Assert.Null(session.Interrupted);
            Assert.Equal(EventStatus.Succeeded, session.Run(events[pause], default).Status);
            session.Detach();
        }

        using (var session = sandbox.Instance().Rejoin(deployment, sandbox.Events, default)!) session.Commit();
        Assert.Equal("second", sandbox.Read("srv/app/changed.txt"));
        Assert.Equal(deployment.DeploymentId, sandbox.Instance().ReadState("local").LastSuccessful);
        Assert.Null(sandbox.Instance().Rejoin(deployment, sandbox.Events, default));
    }

    [Fact]
    public void What_a_script_edited_in_its_revision_is_known_after_rejoining()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        var revision = sandbox.Revision(
            "files:\n  - source: app\n    destination: /srv/app\nhooks:\n  BeforeInstall:\n    - location: edit.sh\n",
            ("app/same.txt", "same"), ("edit.sh", "#!/bin/sh\necho edited > $SLIPWAY_REVISION_DIR/app/same.txt\n"));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var deployment = Sandbox.Deployment(revision);
            sandbox.Instance().Begin(deployment, sandbox.Events, default).Detach();
            foreach (var lifecycleEvent in deployment.Events)
            {
                using var session = sandbox.Instance().Rejoin(deployment, sandbox.Events, default)!;
                var result = session.Run(lifecycleEvent, default);
                Assert.True(result.Status == EventStatus.Succeeded, result.Error?.Message);
                session.Detach();
            }

            using (var session = sandbox.Instance().Rejoin(deployment, sandbox.Events, default)!) session.Commit();
            Assert.Equal("edited\n", sandbox.Read("srv/app/same.txt"));
        }
    }

    [Fact]
    public void An_interrupted_event_is_named_and_nothing_follows_it_but_the_undoing()
    {
        using var sandbox = CrashTests.Prepare(out var oldTree);
        var deployment = CrashTests.Second(sandbox);
        var isDead = false;
        Assert.ThrowsAny<Exception>(() => sandbox.Deploy(deployment, step =>
        {
            isDead |= step == "journaled script" && sandbox.Events.All.OfType<LifecycleEventStarted>().Last().Event == LifecycleEvents.AfterInstall;
            if (isDead) throw new InvalidOperationException("dead");
        }));
        using var session = sandbox.Instance().Rejoin(deployment, sandbox.Events, default)!;
        Assert.Equal(LifecycleEvents.AfterInstall, session.Interrupted);
        Assert.Equal(LifecycleEvents.Install, session.Ended[^1].Event);
        Assert.Equal("SLW0263", Assert.Throws<SlipwayException>(() => session.Run(LifecycleEvents.ApplicationStart, default)).Error.Code);
        Assert.Equal("SLW0263", Assert.Throws<SlipwayException>(session.Commit).Error.Code);
        session.Undo();
        Assert.Equal(oldTree, Tree(sandbox, withTimes: true));
    }

    [Fact]
    public void The_next_deployment_undoes_a_detached_one()
    {
        using var sandbox = CrashTests.Prepare(out var oldTree);
        var deployment = CrashTests.Second(sandbox);
        using (var session = sandbox.Instance().Begin(deployment, sandbox.Events, default))
        {
            foreach (var lifecycleEvent in deployment.Events.Take(4)) session.Run(lifecycleEvent, default);
            session.Detach();
        }

        sandbox.Instance().Begin(CrashTests.Second(sandbox), sandbox.Events, default).Dispose();
        Assert.Equal(oldTree, Tree(sandbox, withTimes: true));
        Assert.Null(sandbox.Instance().Rejoin(deployment, sandbox.Events, default));
    }

    [Fact]
    public void Who_was_overtaken_can_neither_rejoin_nor_undo_by_beginning()
    {
        using var sandbox = CrashTests.Prepare(out _);
        var old = CrashTests.Second(sandbox) with { FencingNumber = 5 };
        sandbox.Instance().Begin(old, sandbox.Events, default).Detach();
        sandbox.Instance().Rejoin(old with { FencingNumber = 6 }, sandbox.Events, default)!.Detach();
        Assert.Equal("SLW0204", Assert.Throws<SlipwayException>(() => sandbox.Instance().Rejoin(old, sandbox.Events, default)).Error.Code);
        Assert.Equal("SLW0204", Assert.Throws<SlipwayException>(() => sandbox.Instance().Begin(CrashTests.Second(sandbox) with { FencingNumber = 5 }, sandbox.Events, default)).Error.Code);
        Assert.Equal(old.DeploymentId, sandbox.Instance().ReadState("local").Unfinished);
    }

    [Fact]
    public async Task Rejoining_waits_for_the_process_that_still_runs_the_deployment()
    {
        using var sandbox = CrashTests.Prepare(out _);
        var deployment = CrashTests.Second(sandbox);
        var holder = sandbox.Instance().Begin(deployment, sandbox.Events, default);
        var rejoining = Task.Run(() => sandbox.Instance().Rejoin(deployment, new RecordedEvents(), default)!);
        Assert.NotSame(rejoining, await Task.WhenAny(rejoining, Task.Delay(200, TestContext.Current.CancellationToken)));
        holder.Run(LifecycleEvents.ApplicationStop, default);
        holder.Detach();
        using var session = await rejoining;
        Assert.Equal([LifecycleEvents.ApplicationStop], session.Ended.Select(e => e.Event));
    }

    [Fact]
    public void Another_deployments_lock_is_not_waited_for()
    {
        using var sandbox = CrashTests.Prepare(out _);
        var deployment = CrashTests.Second(sandbox);
        sandbox.Instance().Begin(deployment, sandbox.Events, default).Detach();
        using var other = sandbox.Instance().Begin(Sandbox.Deployment(deployment.Revision!, group: "other"), sandbox.Events, default);
        Assert.Equal("SLW0201", Assert.Throws<SlipwayException>(() => sandbox.Instance().Rejoin(deployment, sandbox.Events, default)).Error.Code);
    }

    [Fact]
    public void Without_its_revision_a_deployment_is_refused_and_can_be_recovered()
    {
        using var sandbox = CrashTests.Prepare(out var oldTree);
        var deployment = CrashTests.Second(sandbox);
        sandbox.Instance().Begin(deployment, sandbox.Events, default).Detach();
        Directory.Delete(sandbox.Instance().FindRevision(deployment.DeploymentId)!, recursive: true);
        Assert.Equal("SLW0262", Assert.Throws<SlipwayException>(() => sandbox.Instance().Rejoin(deployment, sandbox.Events, default)).Error.Code);
        Assert.False(Assert.Single(sandbox.Recover()).Completed);
        Assert.Equal(oldTree, Tree(sandbox, withTimes: true));
    }

    private static bool Finish(Sandbox sandbox, InstanceDeployment deployment)
    {
        using var session = sandbox.Instance().Rejoin(deployment, sandbox.Events, default);
        if (session is null) return false;
        if (session.Interrupted is not null)
        {
            session.Undo();
            return true;
        }

        foreach (var lifecycleEvent in deployment.Events.Skip(session.Ended.Count))
        {
            var result = session.Run(lifecycleEvent, default);
            Assert.True(result.Status == EventStatus.Succeeded, result.Error?.Message);
        }

        session.Commit();
        return true;
    }

    private static string Tree(Sandbox sandbox, bool withTimes) => sandbox.Tree(withTimes).Replace(sandbox.Root, "@ROOT@", StringComparison.Ordinal);
}
