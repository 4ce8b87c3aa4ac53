using System.Globalization;
using Slipway.Deployments.History;
using Slipway.Deployments.Transports;
using Slipway.Specifications;

namespace Slipway.Deployments.Leases;

/// <summary>The right to deploy to a group: one owner at a time, told by its heartbeat that it lives, with a number that only grows.</summary>
internal sealed class GroupLease : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(200);

    private readonly ILeaseStore store;
    private readonly TimeProvider time;
    private readonly ITimer heartbeat;
    private readonly CancellationTokenSource lost = new();
    private readonly SemaphoreSlim gate = new(1);
    private Lease lease;
    private bool released;

    private GroupLease(ILeaseStore store, long number, Lease lease, TimeProvider time)
    {
        this.store = store;
        this.lease = lease;
        this.time = time;
        FencingNumber = number;
        heartbeat = time.CreateTimer(_ => _ = RenewAsync(), null, LeaseVerdict.HeartbeatPeriod, LeaseVerdict.HeartbeatPeriod);
    }

    /// <summary>The number of this lease; whoever comes later has a higher one.</summary>
    public long FencingNumber { get; }

    /// <summary>Cancelled when somebody else has taken the lease: this process was silent for too long and must not go on.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Takes the lease of a group in a state folder, prepared. See the other one.</summary>
    public static Task<GroupLease> AcquireAsync(
        StateFolder state, string group, string deploymentId, long atLeast, TimeSpan wait, TimeProvider time, Action<string> notice, CancellationToken cancellation) =>
        AcquireAsync(new FolderLeases(state), group, deploymentId, atLeast, wait, time, notice, cancellation);

    /// <summary>Takes the lease of a group.</summary>
    /// <param name="store">Where it stands.</param>
    /// <param name="group">The group.</param>
    /// <param name="deploymentId">What for.</param>
    /// <param name="atLeast">A number that instances have seen already; the lease gets a higher one even if the state folder was lost.</param>
    /// <param name="wait">How long to wait for a live owner.</param>
    /// <param name="time">The clock.</param>
    /// <param name="notice">Told when a dead owner's lease is taken over, and once when waiting begins.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="SlipwayException">SLW0401: a live owner holds it. SLW0402: its file cannot be understood and was written just now. SLW0400: the state
    /// cannot be used.</exception>
    public static async Task<GroupLease> AcquireAsync(
        ILeaseStore store, string group, string deploymentId, long atLeast, TimeSpan wait, TimeProvider time, Action<string> notice, CancellationToken cancellation)
    {
        var me = LeaseOwner.ThisProcess();
        var deadline = time.GetUtcNow() + wait;
        var hasSaid = false;
        while (true)
        {
            var now = time.GetUtcNow();
            var newest = await store.NewestAsync(group, cancellation).ConfigureAwait(false);
            var takeover = Examine(newest, store is FolderLeases folder ? folder.FileOf(group, newest.Number) : store.Name, group, me, now, out var refusal);
            if (refusal is null)
            {
                var lease = new Lease(group, deploymentId, me, now, now, Released: false);
                var number = Math.Max(newest.Number, atLeast) + 1;
                if (!await store.TryTakeAsync(group, number, LeaseFiles.Bytes(lease), cancellation).ConfigureAwait(false)) continue;
                if (takeover is not null) notice(takeover);
                return new(store, number, lease, time);
            }

            if (now >= deadline) throw new SlipwayException(refusal);
            if (!hasSaid) notice($"Waiting up to {(long)wait.TotalSeconds} s: {refusal.Message}");
            hasSaid = true;
            await Task.Delay(PollPeriod, time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The deployment that holds the group's lease now and lives; null when nobody does.</summary>
    public static string? LiveDeployment(StateFolder state, string group, DateTimeOffset now)
    {
        var (_, path) = new LeaseFiles(state.OfGroup(group)).Newest();
        if (path is null || !LeaseFiles.TryRead(path, out var lease) || lease is null) return null;
        return LeaseVerdict.Of(lease, LeaseOwner.ThisProcess(), LeaseOwner.StartOf, now).IsFree ? null : lease.DeploymentId;
    }

    /// <summary>Who holds a group's lease; null when nobody does.</summary>
    public static async Task<LeaseHolder?> ReadAsync(ILeaseStore store, string group, TimeProvider time, CancellationToken cancellation)
    {
        var newest = await store.NewestAsync(group, cancellation).ConfigureAwait(false);
        if (newest.Content is null || LeaseFiles.Parse(newest.Content) is not { Released: false } lease) return null;
        var isFree = LeaseVerdict.Of(Aged(lease, newest, time.GetUtcNow()), LeaseOwner.ThisProcess(), LeaseOwner.StartOf, time.GetUtcNow()).IsFree;
        return new(lease.DeploymentId, lease.Owner.User, lease.Owner.Host, lease.Owner.ProcessId, lease.TakenAt, lease.Heartbeat, !isFree, newest.Number, store.Name);
    }

    /// <summary>Takes a group's lease from whoever holds it and frees it; the reason stays in it.</summary>
    /// <returns>Who held it; null when nobody did.</returns>
    public static async Task<LeaseHolder?> UnlockAsync(ILeaseStore store, string group, string reason, TimeProvider time, CancellationToken cancellation)
    {
        while (true)
        {
            var holder = await ReadAsync(store, group, time, cancellation).ConfigureAwait(false);
            var newest = await store.NewestAsync(group, cancellation).ConfigureAwait(false);
            if (newest.Number == 0 || (holder is null && newest.Content is { } content && LeaseFiles.Parse(content) is { Released: true })) return null;
            var now = time.GetUtcNow();
            var freed = new Lease(group, holder?.DeploymentId ?? "", LeaseOwner.ThisProcess(), now, now, Released: true) { UnlockReason = reason };
            if (await store.TryTakeAsync(group, newest.Number + 1, LeaseFiles.Bytes(freed), cancellation).ConfigureAwait(false)) return holder;
        }
    }

    /// <summary>Gives the lease back.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Gives the lease back.</summary>
    public async ValueTask DisposeAsync()
    {
        await heartbeat.DisposeAsync().ConfigureAwait(false);
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (released) return;
            released = true;
            await store.TryRenewAsync(lease.DeploymentGroupName, FencingNumber, LeaseFiles.Bytes(lease with { Released = true, Heartbeat = time.GetUtcNow() }), CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (SlipwayException)
        {
            // Nothing is lost: the next one finds the lease of a process that is gone.
        }
        finally
        {
            gate.Release();
        }

        lost.Dispose();
    }

    // Null for both: free. A notice: free, with something to say. A refusal: held.
    private static string? Examine(StoredLease newest, string place, string group, LeaseOwner me, DateTimeOffset now, out SlipwayError? refusal)
    {
        refusal = null;
        if (newest.Content is null) return null;
        if (LeaseFiles.Parse(newest.Content) is { } lease)
        {
            var verdict = LeaseVerdict.Of(Aged(lease, newest, now), me, LeaseOwner.StartOf, now);
            if (verdict.IsFree) return verdict.Notice;
            var since = lease.TakenAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
            refusal = new("SLW0401",
                $"Deployment {lease.DeploymentId} runs in group {group}, started by {lease.Owner.User} on {lease.Owner.Host} (process {lease.Owner.ProcessId}) since {since}. " +
                "Wait until it ends, or let this one wait with --lock-wait SECONDS.");
            return null;
        }

        // A live owner writes its lease anew with every heartbeat, so an old one that makes no sense has no live owner.
        var silence = newest.Now - newest.WrittenAt;
        if (silence > LeaseVerdict.HeartbeatExpiry)
            return $"The lease of group {group} cannot be understood and was not renewed for {(long)silence.TotalSeconds} s. It is taken over.";
        refusal = new("SLW0402",
            $"The lease of group {group} cannot be understood, and whoever wrote it may still deploy. It is taken over {(long)LeaseVerdict.HeartbeatExpiry.TotalSeconds} s after it was last written: " +
            "try again then, wait with --lock-wait 60, or remove the file if nobody deploys.", place);
        return null;
    }

    // Silence is measured on the store's clock: the clocks of two build servers may differ by more than a minute.
    private static Lease Aged(Lease lease, StoredLease stored, DateTimeOffset now) =>
        stored.WrittenAt == default ? lease : lease with { Heartbeat = now - (stored.Now - stored.WrittenAt) };

    private async Task RenewAsync()
    {
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (released) return;
            lease = lease with { Heartbeat = time.GetUtcNow() };
            if (!await store.TryRenewAsync(lease.DeploymentGroupName, FencingNumber, LeaseFiles.Bytes(lease), CancellationToken.None).ConfigureAwait(false)) lost.Cancel();
        }
        catch (SlipwayException)
        {
            // The next heartbeat tries again; if none comes through, others may take over and the instance refuses our number.
        }
        finally
        {
            gate.Release();
        }
    }
}
