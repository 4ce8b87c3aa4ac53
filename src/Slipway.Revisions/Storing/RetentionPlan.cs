namespace Slipway.Revisions.Storing;

/// <summary>Decides what pruning removes.</summary>
public static class RetentionPlan
{
    /// <summary>Everything but the newest sound ones, what is pinned or in use, and what was put lately. A damaged entry does not count among the newest.</summary>
    /// <param name="stored">One application's, the latest put first.</param>
    /// <param name="pins">Of every holder.</param>
    /// <param name="retention">The rule.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<StoredRevision> Removed(
        IReadOnlyList<StoredRevision> stored, IEnumerable<RevisionPin> pins, RevisionRetention retention, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(retention.Keep);
        var kept = stored.Where(r => r.Damage is null).Take(retention.Keep).Select(r => r.Identity)
            .Concat(pins.SelectMany(p => p.Identities)).Concat(retention.InUse).ToHashSet(StringComparer.Ordinal);

        // Put by a machine whose clock runs ahead, it is younger than now: that counts as new.
        return [.. stored.Where(r => !kept.Contains(r.Identity) && now - r.StoredAt >= retention.Fresh)];
    }
}
