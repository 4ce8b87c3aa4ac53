namespace Slipway.Deployments.Planning;

/// <summary>What happens next in a rolling deployment.</summary>
internal enum RollingVerdict
{
    /// <summary>Instances start; when there are none, something must end first.</summary>
    GoOn,

    /// <summary>A zone is done and is watched before the next one.</summary>
    WatchZone,

    /// <summary>Every instance has had its turn, and enough of them are healthy.</summary>
    Succeeded,

    /// <summary>The minimum would not be kept (HEALTH_CONSTRAINTS).</summary>
    Failed,
}

/// <summary>
/// Decides which instances start next. Its invariant: no healthy instance is taken out of service when fewer than the minimum would be left. An unhealthy instance costs no capacity and comes
/// first. Pure.
/// </summary>
/// <param name="Verdict">What happens.</param>
/// <param name="Starts">Which instances start, by index.</param>
/// <param name="Zone">The zone to be watched, by index.</param>
internal readonly record struct RollingDecision(RollingVerdict Verdict, IReadOnlyList<int> Starts, int Zone = 0)
{
    private static readonly IReadOnlyList<int> None = [];

    /// <summary>Decides.</summary>
    /// <param name="state">Where everything stands.</param>
    /// <param name="slots">How many may run at once for other reasons (connections).</param>
    public static RollingDecision For(RollingState state, int slots)
    {
        var counts = Counts.Of(state);
        if (counts.Pending == 0) return counts.Running > 0 ? new(RollingVerdict.GoOn, None) : AtTheEnd(state, counts);
        if (!state.IsRollback && IsLost(state, counts)) return counts.Running > 0 ? new(RollingVerdict.GoOn, None) : new(RollingVerdict.Failed, None);
        var zone = counts.FirstZone;
        if (zone > state.WatchedZones)
        {
            // The first zone without a watch so far is done; instances of the next one wait behind it.
            if (counts.Running > 0) return new(RollingVerdict.GoOn, None);
            return new(RollingVerdict.WatchZone, None, zone - 1);
        }

        var starts = Choose(state, counts, zone, Math.Min(slots, state.Batch) - counts.Running);
        if (starts.Count == 0 && counts.Running == 0 && slots > 0)
        {
            if (!state.IsRollback) return new(RollingVerdict.Failed, None);
            starts = [FirstPending(state, zone)];
        }

        return new(RollingVerdict.GoOn, starts);
    }

    /// <summary>Whether it could never go on: CodeDeploy's HEALTH_CONSTRAINTS_INVALID.</summary>
    public static bool IsImpossible(RollingState state)
    {
        if (state.IsRollback) return false;
        var counts = Counts.Of(state);
        for (var i = 0; i < state.Count; i++)
        {
            // Even with all others in service, this one could not be taken out.
            if (state[i] != RollingPhase.Pending || !state.IsHealthy(i)) continue;
            if (state.Count - 1 < state.Minimum || counts.SizeOf[state.ZoneOf(i)] - 1 < state.Zones[state.ZoneOf(i)].Minimum) return true;
        }

        return counts.Pending > 0 && For(state, int.MaxValue) is { Verdict: RollingVerdict.Failed };
    }

    /// <summary>Whether it could go on if servers that are missing came back: then it has not failed by its own doing.</summary>
    public static bool CanRecover(RollingState state)
    {
        var counts = Counts.Of(state);
        return counts.Pending > 0 && !IsLost(state, counts);
    }

    private static IReadOnlyList<int> Choose(RollingState state, Counts counts, int zone, int room)
    {
        if (room <= 0) return None;
        var starts = new List<int>();
        var inService = counts.InService;
        var inZone = counts.InServiceOf[zone];
        for (var i = 0; i < state.Count && starts.Count < room; i++)
        {
            if (state[i] != RollingPhase.Pending || state.ZoneOf(i) != zone) continue;
            if (state.IsHealthy(i))
            {
                if (inService - 1 < state.Minimum || inZone - 1 < state.Zones[zone].Minimum) continue;
                inService--;
                inZone--;
            }

            starts.Add(i);
        }

        return starts;
    }

    // With work left, as many failures as the minimum allows are too many (CodeDeploy stops as soon as the healthy count falls to the minimum).
    private static bool IsLost(RollingState state, Counts counts) =>
        counts.Failed > 0 && (state.Count - counts.Failed <= state.Minimum || IsZoneLost(state, counts));

    private static bool IsZoneLost(RollingState state, Counts counts)
    {
        for (var z = 0; z < state.Zones.Count; z++)
        {
            if (state.Zones[z].Minimum > 0 && counts.FailedOf[z] > 0 && counts.PendingOf[z] > 0 && counts.SizeOf[z] - counts.FailedOf[z] <= state.Zones[z].Minimum) return true;
        }

        return false;
    }

    private static RollingDecision AtTheEnd(RollingState state, Counts counts)
    {
        var isEnough = state.IsRollback
            ? counts.Failed == 0
            : counts.Succeeded > 0 && state.Count - counts.Failed >= state.Minimum && AllZonesKeepTheirs(state, counts);
        return new(isEnough || counts.Succeeded + counts.Failed == 0 ? RollingVerdict.Succeeded : RollingVerdict.Failed, None);
    }

    private static bool AllZonesKeepTheirs(RollingState state, Counts counts)
    {
        for (var z = 0; z < state.Zones.Count; z++)
        {
            if (counts.FailedOf[z] > 0 && counts.SizeOf[z] - counts.FailedOf[z] < state.Zones[z].Minimum) return false;
        }

        return true;
    }

    private static int FirstPending(RollingState state, int zone)
    {
        for (var i = 0; i < state.Count; i++)
        {
            if (state[i] == RollingPhase.Pending && state.ZoneOf(i) == zone) return i;
        }

        throw new InvalidOperationException("Nothing is pending in the zone whose turn it is.");
    }

    private readonly record struct Counts(int Pending, int Running, int Succeeded, int Failed, int InService, int FirstZone, int[] InServiceOf, int[] FailedOf, int[] PendingOf, int[] SizeOf)
    {
        public static Counts Of(RollingState state)
        {
            int pending = 0, running = 0, succeeded = 0, failed = 0, inService = 0, first = int.MaxValue;
            var zones = state.Zones.Count;
            int[] inServiceOf = new int[zones], failedOf = new int[zones], pendingOf = new int[zones], sizeOf = new int[zones];
            for (var i = 0; i < state.Count; i++)
            {
                var zone = state.ZoneOf(i);
                sizeOf[zone]++;
                switch (state[i])
                {
                    case RollingPhase.Pending:
                        pending++;
                        pendingOf[zone]++;
                        first = Math.Min(first, zone);
                        break;
                    case RollingPhase.Running:
                        running++;
                        break;
                    case RollingPhase.Succeeded:
                        succeeded++;
                        break;
                    case RollingPhase.Failed:
                        failed++;
                        failedOf[zone]++;
                        break;
                }

                if (!state.IsInService(i)) continue;
                inService++;
                inServiceOf[zone]++;
            }

            return new(pending, running, succeeded, failed, inService, first, inServiceOf, failedOf, pendingOf, sizeOf);
        }
    }
}
