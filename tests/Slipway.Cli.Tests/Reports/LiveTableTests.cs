using Slipway.Cli.Output.Live;
using Slipway.Deployments;
using Slipway.Deployments.Planning;
using Slipway.Instances.Events;
using Xunit;

namespace Slipway.Cli.Tests.Reports;

public sealed class LiveTableTests
{
    private static readonly DateTimeOffset Start = Stories.Start;

    [Fact]
    public void The_table_says_where_each_instance_stands_and_what_is_left()
    {
        var view = Rolling(4);
        Assert.Equal("""
            Deployment d-4QX1B7Z9K of Orders to group production   00:07
              3 of 4 in service (minimum 2)   1 done, 1 failed, 1 running, 1 left, 1 skipped
              web-1    Succeeded                            5.0 s
              web-2    Failed      ValidateService          3.0 s  SLW0302: Script validate.sh ended with exit code 7
              web-3    InProgress  ApplicationStart         1.5 s  start.sh: listening on 5002
              web-4    Pending
              web-old  Skipped                                     it cannot be reached
            """, Text(view, 20, 110), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_wait_is_told_with_what_ends_it_and_the_time_that_is_left()
    {
        var view = Rolling(4);
        view.Apply(new WaitStarted(WaitKind.Ready, Start.AddSeconds(7).AddHours(48).AddSeconds(-1)), Start);
        view.Apply(new AlarmChanged("health", true, "HTTP 503, 3 times in a row"), Start);
        Assert.Contains("  traffic moves on `slipway continue d-4QX1B7Z9K`, 47:59:59 left\n  alarm health fires: HTTP 503, 3 times in a row\n", Text(view, 20, 100), StringComparison.Ordinal);
        view.Apply(new WaitEnded(WaitKind.Ready, true), Start);
        view.Apply(new AlarmChanged("health", false, "HTTP 200"), Start);
        Assert.DoesNotContain("left\n", Text(view, 20, 100), StringComparison.Ordinal);
        Assert.DoesNotContain("alarm", Text(view, 20, 100), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_hundred_instances_fit_a_small_window_those_that_run_and_failed_first()
    {
        var lines = Text(Rolling(200), 8, 60).Split('\n');
        Assert.Equal(8, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 60));
        Assert.Contains("web-3 ", lines[2], StringComparison.Ordinal);
        Assert.Contains("web-2 ", lines[3], StringComparison.Ordinal);
        Assert.Equal("  … 196 more: 194 Pending, 1 Succeeded, 1 Skipped", lines[^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_window_of_few_lines_is_never_overrun(int height) => Assert.InRange(FleetTable.Draw(Rolling(50), height, Start).Count, 1, height);

    [Fact]
    public void What_stays_stands_above_the_table_and_the_end_is_a_summary()
    {
        var screen = new Screen { NewLine = "\n" };
        using var progress = new FleetProgress("d-4QX1B7Z9K", "Deployment d-4QX1B7Z9K", screen, new StoppedTime(), () => (90, 30));
        progress.OnFleet(new FleetPlanned(Plan(3)));
        progress.Frame();
        progress.OnInstance("web-1", new LifecycleEventStarted("Install"));
        progress.OnInstance("web-1", new ScriptOutput("Install", "x.sh", false, "\e[2J\e[1;1H gotcha \u0007"));
        progress.Frame();
        progress.OnInstance("web-2", new InstanceWarning("the clock is 5 minutes off"));
        progress.OnFleet(new InstanceStatusChanged("web-1", TargetStatus.Failed, new("SLW0302", "It ended with 7.\nmore")));
        progress.Frame();
        progress.Frame();
        Assert.StartsWith("""
              web-old: left out: it cannot be reached
              web-2: warning: the clock is 5 minutes off
              web-1: Failed: SLW0302: It ended with 7.
            Deployment d-4QX1B7Z9K   00:00
              0 done, 1 failed, 0 running, 2 left, 1 skipped
              web-1    Failed      Install                  0.0 s  SLW0302: It ended with 7.
            """.ReplaceLineEndings("\n"), screen.Shown, StringComparison.Ordinal);
        Assert.Equal(4, screen.Writes);
        progress.Ended(new("d-4QX1B7Z9K", DeploymentStatus.Failed, null, [new("web-1", DeploymentStatus.Failed, []) { Target = TargetStatus.Failed }], null));
        Assert.EndsWith("  Deployment d-4QX1B7Z9K failed: 1 Failed.", screen.Shown, StringComparison.Ordinal);
        Assert.EndsWith("\e[?25h  Deployment d-4QX1B7Z9K failed: 1 Failed.\n", screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_terminal_each_event_is_a_line_that_begins_with_its_instance()
    {
        var log = new StringWriter { NewLine = "\n" };
        using var progress = new FleetProgress("d-4QX1B7Z9K", "Deployment d-4QX1B7Z9K of Orders to group production", log, new StoppedTime(), null);
        progress.OnFleet(new FleetPlanned(Plan(3)));
        progress.OnFleet(new CapacityChanged(3, 3, 2));
        progress.OnFleet(new InstanceStatusChanged("web-1", TargetStatus.InProgress));
        progress.OnInstance("web-1", new LifecycleEventStarted("Install"));
        progress.OnInstance("web-1", new ScriptOutput("Install", "x.sh", false, "not in the log: the script log has it"));
        progress.OnInstance("web-1", Ended("Install", EventStatus.Succeeded, 0.61));
        progress.OnInstance("web-1", Ended("ValidateService", EventStatus.Failed, 1.3));
        progress.OnInstance("web-1", Ended("AllowTraffic", EventStatus.Skipped, 0));
        progress.OnFleet(new InstanceStatusChanged("web-1", TargetStatus.Failed, new("SLW0302", "Script validate.sh ended with exit code 7.")));
        progress.OnFleet(new WaitStarted(WaitKind.Ready, Start));
        progress.OnFleet(new WaitEnded(WaitKind.Ready, true));
        progress.OnFleet(new AlarmChanged("health", true, "HTTP 503"));
        progress.OnFleet(new FleetWarning("The trigger chat was not told."));
        progress.Ended(new("d-4QX1B7Z9K", DeploymentStatus.Stopped, null, [new("web-1", DeploymentStatus.Failed, []) { Target = TargetStatus.Failed }], null));
        Assert.Equal("""
            Deployment d-4QX1B7Z9K of Orders to group production
              plan: 3 instances in 3 batches, 1 at once, at least 2 of 3 healthy (CodeDeployDefault.OneAtATime)
              web-old: left out: it cannot be reached
              capacity: 3 of 3 in service, minimum 2
              web-1: Install Succeeded in 0.6 s
              web-1: ValidateService Failed in 1.3 s
              web-1: Failed: SLW0302: Script validate.sh ended with exit code 7.
              wait: traffic moves on `slipway continue d-4QX1B7Z9K`, until 2026-03-14 09:30:00 UTC
              wait: over, continued
              alarm: health fires: HTTP 503
              warning: The trigger chat was not told.
              Deployment d-4QX1B7Z9K was stopped: 1 Failed.

            """, log.ToString(), ignoreLineEndingDifferences: true);
    }

    private static FleetView Rolling(int count)
    {
        var view = new FleetView("d-4QX1B7Z9K", "Deployment d-4QX1B7Z9K of Orders to group production", Start);
        view.Apply(new FleetPlanned(Plan(count)), Start);
        view.Apply(new CapacityChanged(3, 4, 2), Start);
        view.Apply(new InstanceStatusChanged("web-1", TargetStatus.InProgress), Start);
        view.Apply(new InstanceStatusChanged("web-1", TargetStatus.Succeeded), Start.AddSeconds(5));
        view.Apply("web-2", new LifecycleEventStarted("ValidateService"), Start.AddSeconds(2));
        view.Apply("web-2", Ended("ValidateService", EventStatus.Failed, 1), Start.AddSeconds(5));
        view.Apply(new InstanceStatusChanged("web-2", TargetStatus.Failed, new("SLW0302", "Script validate.sh ended with exit code 7\nlast lines")), Start.AddSeconds(5));
        view.Apply("web-3", new LifecycleEventStarted("ApplicationStart"), Start.AddSeconds(5.5));
        view.Apply("web-3", new ScriptOutput("ApplicationStart", "start.sh", false, "listening on 5002"), Start.AddSeconds(6));
        return view;
    }

    private static DeploymentPlan Plan(int count) => new()
    {
        Instances = [.. Enumerable.Range(0, count).Select(i => new PlannedInstance(Stories.Name(i), i + 1, null, null, ["Install"]))],
        LeftOut = [new("web-old", "it cannot be reached")],
        Configuration = new("CodeDeployDefault.OneAtATime") { MostConcurrent = 1 },
        FleetSize = count,
        MinimumHealthy = count - 1,
        BatchSize = 1,
    };

    private static LifecycleEventEnded Ended(string name, EventStatus status, double seconds) => new(new(name, status, Start, Start.AddSeconds(seconds), []));

    private static string Text(FleetView view, int height, int width) => string.Join('\n', FleetTable.Draw(view, height, Start.AddSeconds(7)).Select(line => line.Fit(width, hasColors: false)));

    /// <summary>A clock that stands, with timers that never fire: frames are drawn when the test says so.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Start;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
