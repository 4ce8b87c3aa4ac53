using CsCheck;
using Slipway.Revisions.Storing;
using Xunit;

namespace Slipway.Revisions.Tests;

public class RetentionPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<StoredRevision[]> Stored =
        Gen.Select(Gen.Int[-2, 100], Gen.Bool).Array[0, 20].Select(all => all
            .Select((r, i) => new StoredRevision($"{i}", "App", BundleType.Zip, 1, "", Now - TimeSpan.FromHours(r.Item1), "", Damage: r.Item2 ? "damaged" : null))
            .OrderByDescending(r => r.StoredAt).ToArray());

    [Fact]
    public void Nothing_that_is_pinned_in_use_fresh_or_among_the_newest_is_ever_removed() =>
        Gen.Select(Stored, Gen.Int[0, 19].Array[0, 5], Gen.Int[0, 19].Array[0, 5], Gen.Int[0, 10], Gen.Int[0, 48]).Sample((stored, pinned, inUse, keep, fresh) =>
        {
            RevisionPin[] pins = [.. pinned.Select(p => new RevisionPin("App", $"holder {p}", [$"{p}"], Now))];
            var retention = new RevisionRetention(keep) { Fresh = TimeSpan.FromHours(fresh), InUse = inUse.Select(p => $"{p}").ToHashSet() };
            var removed = RetentionPlan.Removed(stored, pins, retention, Now).Select(r => r.Identity).ToHashSet();
            Assert.DoesNotContain(removed, identity => pinned.Select(p => $"{p}").Contains(identity) || retention.InUse.Contains(identity));
            Assert.DoesNotContain(stored, r => removed.Contains(r.Identity) && r.StoredAt > Now - retention.Fresh);
            Assert.DoesNotContain(stored.Where(r => r.Damage is null).Take(keep), r => removed.Contains(r.Identity));

            // And nothing is kept without one of these reasons.
            var newest = stored.Where(r => r.Damage is null).Take(keep).Select(r => r.Identity).ToHashSet();
            Assert.All(stored.Where(r => !removed.Contains(r.Identity)), r => Assert.True(
                newest.Contains(r.Identity) || retention.InUse.Contains(r.Identity) || pins.Any(p => p.Identities.Contains(r.Identity)) || r.StoredAt > Now - retention.Fresh));
        }, iter: 2000);
}
