using Slipway.Revisions;
using Slipway.Revisions.Unix;
using Slipway.Specifications.AppSpecs;
using Xunit;

namespace Slipway.Instances.Tests.Recovering;

/// <summary>A deployment that dies at any of its steps ends, after recovery, in exactly the old tree or in the new one.</summary>
public sealed class CrashTests
{
    private const string Mappings = "files:\n  - source: app\n    destination: /srv/app\n  - source: etc\n    destination: /etc/app\n";

    private const string Permissions = "permissions:\n  - object: /srv/app\n    pattern: \"*.txt\"\n    mode: \"0600\"\n  - object: /srv/app/sub\n    mode: \"0750\"\n    type: [directory]\n";

    private const string Hooks = "hooks:\n  BeforeInstall:\n    - location: before.sh\n  AfterInstall:\n    - location: after.sh\n";

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, BundleType.Zip)]
    [InlineData(true, BundleType.Tgz)]
    public void A_crash_at_any_step_ends_in_the_old_or_the_new_tree(bool separateState, BundleType? bundles)
    {
        Assert.SkipWhen(separateState && !Sandbox.CanSeparateState, "needs a second file system at /dev/shm");
        var steps = 0;
        string newTree;
        using (var undisturbed = Prepare(out _, separateState, bundles))
        {
            Assert.Null(undisturbed.Deploy(Second(undisturbed), _ => steps++));
            newTree = undisturbed.Tree(withTimes: false).Replace(undisturbed.Root, "@ROOT@", StringComparison.Ordinal);
        }

        Assert.InRange(steps, 38, 1000);
        var (old, @new) = (0, 0);
        Parallel.For(1, steps + 1, new ParallelOptions { MaxDegreeOfParallelism = 4 }, step =>
        {
            using var sandbox = Prepare(out var oldTree, separateState, bundles);
            var last = Crash(sandbox, Second(sandbox), step);
            var completed = sandbox.Recover().Any(r => r.Completed);
            var found = sandbox.Tree(withTimes: !completed).Replace(sandbox.Root, "@ROOT@", StringComparison.Ordinal);
            if (completed || sandbox.Instance().ReadState("local").Current != "d-first")
            {
                Assert.Equal(newTree, sandbox.Tree(withTimes: false).Replace(sandbox.Root, "@ROOT@", StringComparison.Ordinal));
                Interlocked.Increment(ref @new);
            }
            else
            {
                if (oldTree != found) Assert.Fail($"step {step} ({last}):\n" + string.Join("\n", found.Split('\n').Except(oldTree.Split('\n'))) + "\ninstead of\n" + string.Join("\n", oldTree.Split('\n').Except(found.Split('\n'))));
                Interlocked.Increment(ref old);
            }

            Assert.Null(sandbox.Instance().ReadState("local").Unfinished);
            Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.Root, ".slipway*", SearchOption.AllDirectories));
        });

        Assert.InRange(old, 20, steps);
        Assert.InRange(@new, 3, steps);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, BundleType.Zip)]
    [InlineData(true, BundleType.Tgz)]
    public void A_crash_while_undoing_is_undone_as_well(bool separateState, BundleType? bundles)
    {
        Assert.SkipWhen(separateState && !Sandbox.CanSeparateState, "needs a second file system at /dev/shm");
        var failing = "fail";
        var steps = 0;
        using (var undisturbed = Prepare(out _, separateState, bundles)) Assert.NotNull(undisturbed.Deploy(Second(undisturbed, failing), _ => steps++));
        Parallel.For(1, steps + 1, new ParallelOptions { MaxDegreeOfParallelism = 4 }, step =>
        {
            using var sandbox = Prepare(out var oldTree, separateState, bundles);
            Crash(sandbox, Second(sandbox, failing), step);
            sandbox.Recover();
            Assert.Equal(oldTree, sandbox.Tree().Replace(sandbox.Root, "@ROOT@", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void The_next_deployment_recovers_a_crashed_one_first()
    {
        using var sandbox = Prepare(out _);
        Crash(sandbox, Second(sandbox), 30);
        Assert.Null(sandbox.Deploy(Second(sandbox)));
        Assert.Contains(sandbox.Events.Warnings, w => w.Contains("was undone", StringComparison.Ordinal));
        Assert.Equal("second", sandbox.Read("srv/app/changed.txt"));
    }

    internal static string Crash(Sandbox sandbox, InstanceDeployment deployment, int at)
    {
        var taken = 0;
        var last = "";
        try
        {
            sandbox.Deploy(deployment, step =>
            {
                if (taken < at) last = step;

                // Dead: whatever is still tried, the clean-up too, fails before it does anything.
                if (++taken >= at) throw new Crashed();
            });
        }
        catch (Crashed)
        {
        }

        return last;
    }

    internal static InstanceDeployment Second(Sandbox sandbox, string? failing = null) => Sandbox.Deployment(
        sandbox.Revision(
            Mappings + "  - source: new\n    destination: /srv/deep/er\n" + Permissions + Hooks,
            ("app/changed.txt", "second"), ("app/same.txt", "same"), ("app/kept.txt", "kept"), ("app/sub/kept", "kept as well"), ("app/sub/file", "second sub"), ("app/foreign.conf", "ours"), ("app/became/inner", "a directory now"),
            ("etc/app.conf", "conf 2"), ("new/a", "a"), ("new/b/c", "c"),
            ("before.sh", "#!/bin/sh\necho before >> $SLIPWAY_INSTANCE_ROOT.runs; echo scribble >> $SLIPWAY_INSTANCE_ROOT/srv/app/changed.txt; rm $SLIPWAY_INSTANCE_ROOT/srv/app/gone.txt; chmod 0604 $SLIPWAY_INSTANCE_ROOT/srv/app/same.txt\n"),
            ("after.sh", $"#!/bin/sh\necho after >> $SLIPWAY_INSTANCE_ROOT.runs; echo more >> $SLIPWAY_INSTANCE_ROOT/srv/app/sub/file; echo more >> $SLIPWAY_INSTANCE_ROOT/srv/app/sub/kept; echo more >> $SLIPWAY_REVISION_DIR/app/kept.txt\n{(failing is null ? "" : "exit 1")}\n")),
        FileExistsBehavior.Overwrite);

    internal static Sandbox Prepare(out string tree, bool separateState = false, BundleType? bundles = null)
    {
        var sandbox = new Sandbox(separateState, bundles);
        var first = Sandbox.Deployment(sandbox.Revision(
            Mappings + Permissions,
            ("app/changed.txt", "first"), ("app/same.txt", "same"), ("app/kept.txt", "kept"), ("app/sub/kept", "kept as well"), ("app/gone.txt", "gone"), ("app/sub/file", "first sub"), ("app/sub/old/deep", "deep"), ("app/became", "a file"),
            ("etc/app.conf", "conf 1"))) with
        { DeploymentId = "d-first" };
        Assert.Null(sandbox.Deploy(first));
        sandbox.Write("srv/app/foreign.conf", "the user's", "0640");
        sandbox.Write("srv/app/sub/user", "beside");
        sandbox.Write("srv/app/same.txt", "edited by the user", "0600");
        foreach (var path in (string[])["srv/app", "srv/app/sub", "srv", "etc/app", "srv/app/foreign.conf", ""])
        {
            UnixFiles.SetModified(null, sandbox.PathOf(path), new(1_580_608_922, 123_456_789));
        }

        tree = sandbox.Tree().Replace(sandbox.Root, "@ROOT@", StringComparison.Ordinal);
        return sandbox;
    }

    private sealed class Crashed : Exception;
}
