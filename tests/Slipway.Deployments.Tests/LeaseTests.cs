using Slipway.Deployments.Leases;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Deployments.Tests;

public sealed class LeaseTests : IDisposable
{
    private readonly TempState temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_lease_that_was_given_back_is_free_and_numbers_grow()
    {
        var numbers = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            using var lease = await Acquire();
            numbers.Add(lease.FencingNumber);
        }

        Assert.Equal([1, 2, 3], numbers);
    }

    [Fact]
    public async Task A_live_owner_is_named_with_his_deployment_and_process()
    {
        using var held = await Acquire(id: "d-AAAAAAAAA");
        var error = (await Assert.ThrowsAsync<SlipwayException>(() => Acquire())).Error;
        Assert.Equal("SLW0401", error.Code);
        Assert.Contains("d-AAAAAAAAA", error.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
        Assert.Contains("--lock-wait", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_gets_the_lease_when_it_is_given_back()
    {
        var held = await Acquire();
        var waits = new TaskCompletionSource<string>();
        var waiting = Acquire(wait: TimeSpan.FromMinutes(5), notice: m => waits.TrySetResult(m));
        Assert.StartsWith("Waiting", await waits.Task, StringComparison.Ordinal);
        Assert.False(waiting.IsCompleted);
        held.Dispose();
        using var lease = await waiting;
        Assert.Equal(2, lease.FencingNumber);
    }

    [Fact]
    public async Task Groups_do_not_wait_for_each_other()
    {
        using var one = await Acquire(group: "one");
        using var two = await Acquire(group: "two");
        Assert.Equal(1, two.FencingNumber);
    }

    [Fact]
    public async Task A_number_that_an_instance_has_seen_is_never_given_again()
    {
        using var lease = await Acquire(atLeast: 41);
        Assert.Equal(42, lease.FencingNumber);
    }

    [Fact]
    public async Task A_dead_process_holds_nothing()
    {
        Leave(LeaseOwner.ThisProcess() with { ProcessStart = 1 });
        var notices = new List<string>();
        using var lease = await Acquire(notice: notices.Add);
        Assert.Equal(8, lease.FencingNumber);
        Assert.Contains("process is gone", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public void Whether_an_owner_lives_is_judged_by_what_can_be_seen_of_him()
    {
        var (me, now) = (LeaseOwner.ThisProcess(), DateTimeOffset.UtcNow);
        var fresh = new Lease("g", "d-OLD000000", me, now, now, false);
        var silent = fresh with { Heartbeat = now - TimeSpan.FromSeconds(61) };
        Assert.False(Judge(fresh).IsFree);
        Assert.False(Judge(silent).IsFree); // it can be seen to live, however silent
        Assert.True(Judge(fresh, starts: null).IsFree);
        Assert.True(Judge(fresh, starts: me.ProcessStart + 1).IsFree);
        Assert.True(Judge(fresh with { Released = true }).IsFree);
        Assert.True(Judge(fresh with { Owner = me with { BootId = "another" } }).IsFree);
        Assert.False(Judge(fresh with { Owner = me with { PidNamespace = "pid:[1]" } }, starts: null).IsFree);
        Assert.True(Judge(silent with { Owner = me with { PidNamespace = "pid:[1]" } }, starts: null).IsFree);
        Assert.False(Judge(fresh with { Owner = me with { Host = "elsewhere", BootId = "another" } }, starts: null).IsFree);
        Assert.True(Judge(silent with { Owner = me with { Host = "elsewhere", BootId = "another" } }, starts: null).IsFree);

        LeaseVerdict Judge(Lease lease, long? starts = -1) => LeaseVerdict.Of(lease, me, _ => starts == -1 ? me.ProcessStart : starts, now);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"deploymentGroupName\":\"g\",\"deplo")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("{}")]
    [InlineData("\0\u0001\u0002")]
    public async Task A_lease_that_makes_no_sense_is_taken_over_when_it_is_old_and_refused_when_it_is_fresh(string content)
    {
        var path = Path.Combine(temp.State.OfGroup("g"), "lease-7.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        var error = (await Assert.ThrowsAsync<SlipwayException>(() => Acquire())).Error;
        Assert.Equal(("SLW0402", path), (error.Code, error.File));

        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - TimeSpan.FromSeconds(61));
        var notices = new List<string>();
        using var lease = await Acquire(notice: notices.Add);
        Assert.Equal(8, lease.FencingNumber);
        Assert.Single(notices);
    }

    [Fact]
    public async Task Of_many_who_take_over_a_dead_lease_exactly_one_wins()
    {
        for (var round = 0; round < 20; round++)
        {
            var group = "g" + round;
            Leave(LeaseOwner.ThisProcess() with { ProcessStart = 1 }, group);
            var tries = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
            {
                try
                {
                    return await Acquire(group: group);
                }
                catch (SlipwayException e) when (e.Error.Code == "SLW0401")
                {
                    return null;
                }
            })).ToList();
            var leases = await Task.WhenAll(tries);
            Assert.Equal(8, Assert.Single(leases, l => l is not null)!.FencingNumber);
            foreach (var lease in leases) lease?.Dispose();
        }
    }

    [Fact]
    public async Task Many_who_wait_are_served_one_after_the_other_with_growing_numbers()
    {
        var (inside, numbers) = (0, new List<long>());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using var lease = await Acquire(wait: TimeSpan.FromMinutes(5));
            Assert.Equal(1, Interlocked.Increment(ref inside));
            numbers.Add(lease.FencingNumber);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        })));
        Assert.Equal(8, numbers.Count);
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(8, numbers.Distinct().Count());
    }

    [Fact]
    public async Task An_owner_learns_that_he_lost_his_lease_and_does_not_take_it_back()
    {
        var time = new ManualTime();
        using var lease = await Acquire(time: time);
        time.Advance(LeaseVerdict.HeartbeatPeriod);
        Assert.False(lease.Lost.IsCancellationRequested);
        var files = new LeaseFiles(temp.State.OfGroup("g"));
        Assert.True(files.TryTake(2, new("g", "d-NEW000000", LeaseOwner.ThisProcess(), time.GetUtcNow(), time.GetUtcNow(), false)));
        time.Advance(LeaseVerdict.HeartbeatPeriod);
        Assert.True(lease.Lost.IsCancellationRequested);
        lease.Dispose();
        Assert.Equal(2, files.Newest().Number);
        Assert.False(files.TryTake(1, new("g", "d-LATE00000", LeaseOwner.ThisProcess(), time.GetUtcNow(), time.GetUtcNow(), false)));
    }

    [Fact]
    public async Task A_heartbeat_is_written_while_the_lease_is_held()
    {
        var time = new ManualTime();
        using var lease = await Acquire(time: time);
        time.Advance(LeaseVerdict.HeartbeatPeriod);
        Assert.True(LeaseFiles.TryRead(new LeaseFiles(temp.State.OfGroup("g")).Newest().Path!, out var written));
        Assert.Equal(time.GetUtcNow(), written!.Heartbeat);
        Assert.Equal(time.GetUtcNow() - LeaseVerdict.HeartbeatPeriod, written.TakenAt);
    }

    [Fact]
    public void Two_processes_of_one_id_are_told_apart_by_their_start()
    {
        Assert.NotNull(LeaseOwner.StartOf(Environment.ProcessId));
        Assert.Null(LeaseOwner.StartOf(int.MaxValue));
        Assert.Equal(LeaseOwner.ThisProcess(), LeaseOwner.ThisProcess());
    }

    private Task<GroupLease> Acquire(string group = "g", string id = "d-NEW000000", long atLeast = 0, TimeSpan wait = default, TimeProvider? time = null, Action<string>? notice = null) =>
        GroupLease.AcquireAsync(temp.State, group, id, atLeast, wait, time ?? TimeProvider.System, notice ?? (_ => { }), CancellationToken.None);

    private void Leave(LeaseOwner owner, string group = "g") =>
        Assert.True(new LeaseFiles(temp.State.OfGroup(group)).TryTake(7, new(group, "d-OLD000000", owner, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, false)));
}
