using System.Collections.Concurrent;
using Slipway.Deployments.Watching;
using Slipway.Specifications.DeployFiles;
using Slipway.Testing;
using Xunit;

namespace Slipway.Deployments.Tests.Watching;

public sealed class AlarmTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Fires_once_after_as_many_failures_in_a_row_as_its_threshold_and_is_resolved()
    {
        var probe = new ScriptedProbe("FFOFFFFFO");
        var changes = new ConcurrentQueue<AlarmChanged>();
        await using var watch = Watch(probe, changes, threshold: 3);
        watch.Start();
        await Eventually.IsTrueAsync(() => changes.Count == 2, "fired and resolved");
        Assert.Equal([true, false], changes.Select(change => change.IsFiring));
        Assert.True(watch.Fired.IsCancellationRequested);
        Assert.Equal("health", watch.FirstFired!.AlarmName);
        Assert.Equal("SLW0482", watch.Error!.Code);
        Assert.Contains("3 times in a row", watch.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unreadable_alarm_counts_unless_that_is_ignored(bool isIgnored)
    {
        await using var watch = Watch(new ScriptedProbe("UUUUU"), [], threshold: 2, isIgnored);
        Assert.Equal(isIgnored, await watch.CheckNowAsync(default) is null);
    }

    [Theory]
    [InlineData("FO", null)]
    [InlineData("FFO", null)]
    [InlineData("FFFO", "health")]
    public async Task A_check_at_a_moment_that_matters_waits_until_all_is_well_or_the_alarm_fires(string readings, string? fired)
    {
        await using var watch = Watch(new ScriptedProbe(readings), [], threshold: 3);
        Assert.Equal(fired, (await watch.CheckNowAsync(default))?.AlarmName);
    }

    [Fact]
    public async Task Ends_while_a_probe_hangs()
    {
        var watch = Watch(new HangingProbe(), [], threshold: 1);
        watch.Start();
        await watch.DisposeAsync();
    }

    [Fact]
    public async Task Probes_addresses()
    {
        await using var server = new TinyServer("web");
        using var probe = new AlarmProbe(TimeProvider.System);
        async Task<AlarmReading> Read(string url, double seconds = 5) =>
            (await probe.ProbeAsync(new AlarmDefinition("a", 1) { Url = url, Timeout = TimeSpan.FromSeconds(seconds) }, default)).Reading;

        Assert.Equal(AlarmReading.Ok, await Read($"http://{server.Address}/health"));
        server.IsWell = false;
        Assert.Equal(AlarmReading.Failing, await Read($"http://{server.Address}/health"));
        Assert.Equal(AlarmReading.Failing, await Read($"http://{server.Address}/slow/400", 0.05));
        Assert.Equal(AlarmReading.Failing, await Read("http://127.0.0.1:1/"));
        Assert.Equal(AlarmReading.Unreadable, await Read("ftp://127.0.0.1/"));
        Assert.Equal(AlarmReading.Unreadable, await Read("no address"));
    }

    [Fact]
    public async Task Probes_by_programs()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh");
        using var probe = new AlarmProbe(TimeProvider.System);
        Task<(AlarmReading Reading, string Reason)> Read(double seconds, params string[] command) =>
            probe.ProbeAsync(new AlarmDefinition("a", 1) { Command = command, Timeout = TimeSpan.FromSeconds(seconds) }, default);

        Assert.Equal(AlarmReading.Ok, (await Read(5, "/bin/sh", "-c", "exit 0")).Reading);
        var failing = await Read(5, "/bin/sh", "-c", "echo queue is long; exit 4");
        Assert.Equal(AlarmReading.Failing, failing.Reading);
        Assert.Contains("ended with 4", failing.Reason, StringComparison.Ordinal);
        Assert.Contains("queue is long", failing.Reason, StringComparison.Ordinal);
        Assert.Equal(AlarmReading.Failing, (await Read(0.1, "/bin/sh", "-c", "sleep 30")).Reading);
        Assert.Equal(AlarmReading.Ok, (await Read(5, "/bin/sh", "-c", "yes | head -c 3000000; exit 0")).Reading);
        Assert.Equal(AlarmReading.Unreadable, (await Read(5, "/nowhere/check")).Reading);
    }

    private static AlarmWatch Watch(IAlarmProbe probe, ConcurrentQueue<AlarmChanged> changes, int threshold, bool ignoresPollFailure = false) =>
        new(new AlarmConfiguration([new AlarmDefinition("health", threshold) { Interval = Short }], ignoresPollFailure), probe, TimeProvider.System, changes.Enqueue);

    /// <summary>Answers letter by letter: well, failing, unreadable; then always well.</summary>
    private sealed class ScriptedProbe(string readings) : IAlarmProbe
    {
        private int at = -1;

        public Task<(AlarmReading Reading, string Reason)> ProbeAsync(AlarmDefinition alarm, CancellationToken cancellation)
        {
            var now = Interlocked.Increment(ref at);
            var reading = now >= readings.Length ? AlarmReading.Ok : readings[now] switch { 'F' => AlarmReading.Failing, 'U' => AlarmReading.Unreadable, _ => AlarmReading.Ok };
            return Task.FromResult((reading, $"look {now}"));
        }
    }

    private sealed class HangingProbe : IAlarmProbe
    {
        public async Task<(AlarmReading Reading, string Reason)> ProbeAsync(AlarmDefinition alarm, CancellationToken cancellation)
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException();
        }
    }
}
