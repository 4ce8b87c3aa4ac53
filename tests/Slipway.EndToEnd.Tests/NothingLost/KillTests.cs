using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.EndToEnd.Tests.NothingLost;

/// <summary>
/// A deployment that is killed (SIGKILL) anywhere ends, after <c>slipway resume</c>, in exactly the new tree (exit code 0) or exactly the old
/// one (1). 24 kills by default, 400 with SLIPWAY_FULL=1, half at journal steps and half at random times.
/// </summary>
public sealed class KillTests(KillTests.Instance instance) : IClassFixture<KillTests.Instance>
{
    /// <summary>Read by the installer: it kills its own process at the n-th step that changes the disk.</summary>
    private const string CrashAt = "SLIPWAY_CRASH_AT";

    private static readonly int Kills = Machine.IsFull ? 400 : 24;
    private readonly Upgrade upgrade = instance.Upgrade;

    [Fact]
    public void A_kill_at_any_journal_step_leaves_the_old_or_the_new_tree_after_resume()
    {
        var steps = instance.JournalSteps;
        Assert.True(steps > 10, $"only {steps} steps are journaled");
        var outcomes = new HashSet<int>();
        var mixes = 0;
        foreach (var step in Spread(1, steps, Kills / 2))
        {
            upgrade.GoBack();
            Assert.True(upgrade.DeployRevisionTwo(At(step)).WasKilled, $"step {step} of {steps} did not kill");
            mixes += upgrade.DifferencesFromOld().Count > 0 && upgrade.DifferencesFromNew().Count > 0 ? 1 : 0;
            outcomes.Add(ResumeAndCompare($"killed at step {step} of {steps}"));
        }
        Assert.Equal([0, 1], outcomes.Order());
        Assert.True(mixes > 0, "no kill left a tree that needed a recovery");
    }

    [Fact]
    public void A_kill_at_any_time_leaves_the_old_or_the_new_tree_after_resume()
    {
        var random = new Random(20260);
        var whole = Measure(() => upgrade.DeployRevisionTwo());
        for (var kill = 0; kill < Kills / 2; kill++)
        {
            upgrade.GoBack();
            var delay = TimeSpan.FromMilliseconds(random.NextDouble() * whole.TotalMilliseconds);
            var (commandLine, arguments) = upgrade.RevisionTwoCommand();
            using var process = commandLine.Start(arguments);
            if (!process.WaitForExit(delay))
            {
                process.Kill();
            }
            process.WaitForExit();
            var code = upgrade.Resume();
            var what = $"killed after {delay.TotalMilliseconds:0} of {whole.TotalMilliseconds:0} ms (seed 20260, kill {kill}), {code}";
            // Too early, there is nothing to resume, which is no failure; too late, the new tree stands already.
            Assert.True(code.ExitCode == 0 ? upgrade.DifferencesFromNew().Count == 0 || upgrade.DifferencesFromOld().Count == 0 : upgrade.DifferencesFromOld().Count == 0,
                $"{what}\nfrom old: {string.Join("\n", upgrade.DifferencesFromOld())}\nfrom new: {string.Join("\n", upgrade.DifferencesFromNew())}");
            Assert.Empty(Manners.Breaches(code));
        }
    }

    [Fact]
    public void A_deployment_on_a_crashed_state_recovers_it_first()
    {
        var steps = instance.JournalSteps;
        foreach (var step in Spread(1, steps, Machine.IsFull ? 40 : 4))
        {
            upgrade.GoBack();
            Assert.True(upgrade.DeployRevisionTwo(At(step)).WasKilled);
            var run = upgrade.DeployRevisionTwo().Run;
            Assert.True(run.ExitCode == 0, $"killed at step {step}: {run}");
            Assert.Empty(upgrade.DifferencesFromNew());
        }
    }

    [Fact]
    public void A_recovery_that_is_killed_itself_is_finished_by_the_next_one()
    {
        var steps = instance.JournalSteps;
        foreach (var step in Spread(2, steps, Machine.IsFull ? 20 : 3))
        {
            foreach (var recoveryStep in (int[])[1, 2, 7, 40, 200])
            {
                upgrade.GoBack();
                Assert.True(upgrade.DeployRevisionTwo(At(step)).WasKilled);
                upgrade.Resume(At(recoveryStep));
                var again = upgrade.Resume(At(recoveryStep + 3));
                if (again.ExitCode == Upgrade.KilledExitCode)
                {
                    again = upgrade.Resume();
                }
                Assert.InRange(again.ExitCode, 0, 1);
                var (fromOld, fromNew) = (upgrade.DifferencesFromOld(), upgrade.DifferencesFromNew());
                Assert.True(fromOld.Count == 0 || fromNew.Count == 0,
                    $"killed at step {step}, recovery at {recoveryStep}, {again}\nfrom old: {string.Join("\n", fromOld)}\nfrom new: {string.Join("\n", fromNew)}");
            }
        }
    }

    private int ResumeAndCompare(string what)
    {
        var run = upgrade.Resume();
        var differences = run.ExitCode == 0 ? upgrade.DifferencesFromNew() : upgrade.DifferencesFromOld();
        Assert.True(run.ExitCode is 0 or 1 && differences.Count == 0, $"{what}, {run}\n{string.Join("\n", differences)}");
        Assert.Empty(Manners.Breaches(run));
        return run.ExitCode;
    }

    private static Dictionary<string, string> At(int step) => new() { [CrashAt] = step.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    /// <summary>About <paramref name="count"/> numbers from first to last, both included, the ends more densely: that is where the commit is.</summary>
    private static IEnumerable<int> Spread(int first, int last, int count) =>
        last - first < count ? Enumerable.Range(first, last - first + 1) :
        Enumerable.Range(0, count / 2).Select(number => last - number)
            .Concat(Enumerable.Range(0, count - (count / 2)).Select(number => first + (int)((long)number * (last - first) / count)))
            .Distinct().Order();

    private static TimeSpan Measure(Action action)
    {
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        action();
        return System.Diagnostics.Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>The instance that is killed again and again, and how many steps a deployment to it journals.</summary>
    public sealed class Instance : IDisposable
    {
        private readonly Lazy<int> steps;

        public Instance() => steps = new(CountJournalSteps);

        public int JournalSteps => steps.Value;

        internal Upgrade Upgrade { get; } = Upgrade.Prepare();

        public void Dispose() => Upgrade.Dispose();

        /// <summary>By bisection: the last step at which a kill still finds something to kill.</summary>
        private int CountJournalSteps()
        {
            var (dies, lives) = (0, 1024);
            while (IsKilledAt(lives))
            {
                (dies, lives) = (lives, lives * 4);
            }
            while (lives - dies > 1)
            {
                var middle = (dies + lives) / 2;
                (dies, lives) = IsKilledAt(middle) ? (middle, lives) : (dies, middle);
            }
            return dies;
        }

        private bool IsKilledAt(int step)
        {
            Upgrade.GoBack();
            return Upgrade.DeployRevisionTwo(At(step)).WasKilled;
        }
    }
}
