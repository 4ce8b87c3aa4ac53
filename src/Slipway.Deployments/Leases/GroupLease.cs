using System.Globalization;
using Slipway.Deployments.History;
using Slipway.Specifications;

namespace Slipway.Deployments.Leases;

/// <summary>The right to deploy to a group: one owner at a time, told by its heartbeat that it lives, with a number that only grows.</summary>
internal sealed class GroupLease : IDisposable
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(200);

    private readonly LeaseFiles files;
    private readonly TimeProvider time;
    private readonly ITimer heartbeat;
    private readonly CancellationTokenSource lost = new();
    private readonly Lock gate = new();
    private Lease lease;
    private bool released;

    private GroupLease(LeaseFiles files, long number, Lease lease, TimeProvider time)
    {
        this.files = files;
        this.lease = lease;
        this.time = time;
        FencingNumber = number;
        heartbeat = time.CreateTimer(_ => Renew(), null, LeaseVerdict.HeartbeatPeriod, LeaseVerdict.HeartbeatPeriod);
    }

    /// <summary>The number of this lease; whoever comes later has a higher one.</summary>
    public long FencingNumber { get; }

    /// <summary>Cancelled when somebody else has taken the lease: this process was silent for too long and must not go on.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Takes the lease of a group.</summary>
    /// <param name="state">The state folder, prepared.</param>
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
        StateFolder state, string group, string deploymentId, long atLeast, TimeSpan wait, TimeProvider time, Action<string> notice,
            CancellationToken cancellation)
    {
        var files = new LeaseFiles(state.OfGroup(group));
        var me = LeaseOwner.ThisProcess();
        var deadline = time.GetUtcNow() + wait;
        var hasSaid = false;
        while (true)
        {
            var now = time.GetUtcNow();
            SlipwayError? refusal;
            try
            {
                var (number, path) = files.Newest();
                var takeover = Examine(path, group, me, now, out refusal);
                if (refusal is null)
                {
                    var lease = new Lease(group, deploymentId, me, now, now, Released: false);
                    number = Math.Max(number, atLeast) + 1;
                    if (!files.TryTake(number, lease)) continue;
                    if (takeover is not null) notice(takeover);
                    return new(files, number, lease, time);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw state.Unusable(e);
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

    /// <summary>Gives the lease back.</summary>
    public void Dispose()
    {
        heartbeat.Dispose();
        lock (gate)
        {
            if (released) return;
            released = true;
            try
            {
                files.TryRenew(FencingNumber, lease with { Released = true, Heartbeat = time.GetUtcNow() });
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Nothing is lost: the next one finds the lease of a process that is gone.
            }
        }

        lost.Dispose();
    }

    // Null for both: free. A notice: free, with something to say. A refusal: held.
    private static string? Examine(string? path, string group, LeaseOwner me, DateTimeOffset now, out SlipwayError? refusal)
    {
        refusal = null;
        if (path is null || !LeaseFiles.TryRead(path, out var lease)) return null;
        if (lease is not null)
        {
            var verdict = LeaseVerdict.Of(lease, me, LeaseOwner.StartOf, now);
            if (verdict.IsFree) return verdict.Notice;
            var since = lease.TakenAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
            refusal = new("SLW0401",
                $"Deployment {lease.DeploymentId} runs in group {group}, started by {lease.Owner.User} on {lease.Owner.Host} (process {lease.Owner.ProcessId}) since {since}. " +
                "Wait until it ends, or let this one wait with --lock-wait SECONDS.");
            return null;
        }

        // A live owner writes its lease anew with every heartbeat, so an old file that makes no sense has no live owner.
        var silence = now - File.GetLastWriteTimeUtc(path);
        if (silence > LeaseVerdict.HeartbeatExpiry)
            return $"The lease of group {group} cannot be understood and was not renewed for {(long)silence.TotalSeconds} s. It is taken over.";
        refusal = new("SLW0402",
            $"The lease of group {group} cannot be understood, and whoever wrote it may still deploy. It is taken over {(long)LeaseVerdict.HeartbeatExpiry.TotalSeconds} s after it was last written: " +
            "try again then, wait with --lock-wait 60, or remove the file if nobody deploys.", path);
        return null;
    }

    private void Renew()
    {
        lock (gate)
        {
            if (released) return;
            try
            {
                lease = lease with { Heartbeat = time.GetUtcNow() };
                if (!files.TryRenew(FencingNumber, lease)) lost.Cancel();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The next heartbeat tries again; if none comes through, others may take over and the instance refuses our number.
            }
        }
    }
}
