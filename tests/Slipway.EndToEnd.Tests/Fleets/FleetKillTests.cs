using System.Globalization;
using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.EndToEnd.Tests.Fleets;

/// <summary>
/// The deploying process is killed (SIGKILL) at steps all over a deployment to five instances, then <c>resume</c> ends it: every instance has exactly the old or the new revision, no lifecycle
/// event has run twice, and the next deployment finds everything in order. Some steps by default, every one with SLIPWAY_FULL=1.
/// </summary>
public sealed class FleetKillTests
{
    private const string CrashAt = "SLIPWAY_CRASH_AT";
    private const int Count = 5;
    private static readonly string[] Hooks = ["ApplicationStop", "BeforeInstall", "AfterInstall", "ApplicationStart", "ValidateService"];

    [Fact]
    public void A_kill_at_any_step_ends_after_resume_with_the_old_or_the_new_revision_on_every_instance() => Kill(onAnotherMachine: false);

    [Fact]
    public void A_kill_at_any_step_is_resumed_from_a_machine_that_knows_nothing() => Kill(onAnotherMachine: true);

    private static void Kill(bool onAnotherMachine)
    {
        var (kills, completed) = (0, 0);
        foreach (var step in Machine.IsFull ? Enumerable.Range(1, 2000) : onAnotherMachine ? [97, 340] : [30, 230, 395])
        {
            using var fleet = Deployed(out var revision);
            var killed = (fleet.Line() with { Environment = With(fleet, CrashAt, step.ToString(CultureInfo.InvariantCulture)) }).Run("deploy", revision, "--group", "fleet");
            if (killed.ExitCode == 0) break;
            Assert.True(killed.ExitCode == 137, $"step {step} did not kill: {killed}");
            kills++;
            var line = onAnotherMachine ? fleet.Line() with { Environment = With(fleet, "SLIPWAY_STATE", fleet.PathOf("elsewhere")) } : fleet.Line();
            var resumed = line.Run("resume", "--group", "fleet");
            var what = $"killed at step {step}, {(onAnotherMachine ? "another" : "the same")} machine\n{resumed}";
            Assert.True(resumed.ExitCode is 0 or 1, what);
            Assert.Empty(Manners.Breaches(resumed));
            Assert.All(fleet.Instances, i => Assert.True(Installed(i) is "1" or "2", $"{i.Name} has {Installed(i)}\n{what}"));
            if (resumed.ExitCode == 0)
            {
                // HalfAtATime succeeds with three of five: the instance on which a script was interrupted may have its old revision.
                completed++;
                Assert.True(fleet.Instances.Count(i => Installed(i) == "2") >= 3, what);
            }

            Assert.All(fleet.Instances, i => Assert.True(EventsOf(i).GroupBy(e => e).All(e => e.Count() == 1), $"{i.Name} ran {string.Join(' ', EventsOf(i))}\n{what}"));

            // What is left is a fleet that the next deployment finds in order.
            var next = line.Run("deploy", revision, "--group", "fleet");
            Assert.True(next.ExitCode == 0, $"{what}\nthe next deployment: {next}");
            Assert.All(fleet.Instances, i => Assert.Equal("2", Installed(i)));
        }

        Assert.True(kills >= 2, $"only {kills} steps killed");
        Assert.True(onAnotherMachine || completed > 0, "no kill was followed by a completed deployment");
    }

    /// <summary>A fleet with version 1 in place, and the revision of version 2, whose hooks write down that they ran.</summary>
    private static LocalFleet Deployed(out string revision)
    {
        var fleet = new LocalFleet(Count) { KeepsStateOnInstances = true };
        fleet.Describe("    deploymentConfigName: CodeDeployDefault.HalfAtATime");
        fleet.Deploy(Revisions.Write(fleet.PathOf("one"), "1", ("ApplicationStop", Note("ApplicationStop")))).MustSucceed();
        revision = Revisions.Write(fleet.PathOf("two"), "2", [.. Hooks.Select(h => (h, Note(h)))]);
        return fleet;
    }

    // By deployment: a second one may run its events again.
    private static string Note(string hook) => $"mkdir -p \"$SLIPWAY_INSTANCE_ROOT/ran\"; echo \"$DEPLOYMENT_ID {hook}\" >> \"$SLIPWAY_INSTANCE_ROOT/ran/events\"";

    private static string[] EventsOf(FleetInstance instance) => Path.Combine(instance.Root, "ran/events") is var file && File.Exists(file) ? File.ReadAllLines(file) : [];

    private static string? Installed(FleetInstance instance) => Path.Combine(instance.Root, "srv/app/version") is var file && File.Exists(file) ? File.ReadAllText(file).Trim() : null;

    private static Dictionary<string, string> With(LocalFleet fleet, string name, string value) => new(fleet.Line().Environment) { [name] = value };
}
