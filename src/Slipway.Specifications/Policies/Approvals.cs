namespace Slipway.Specifications.Policies;

/// <summary>Counts approvals of a commit.</summary>
public static class Approvals
{
    /// <summary>The approvals that count: of distinct people, not of the author, and of the pool where there is one.</summary>
    /// <param name="facts">The checkout.</param>
    /// <param name="pool">Whose approvals count, with wildcards; empty for everybody's.</param>
    public static int Count(CheckoutFacts facts, IReadOnlyList<string> pool)
    {
        var author = PushDecision.NamesOf(facts.Author);
        var counted = new List<IReadOnlyList<string>>();
        foreach (var approval in facts.ApprovedBy ?? [])
        {
            var names = PushDecision.NamesOf(approval);
            if (names.Count == 0 || Same(names, author) || counted.Exists(other => Same(names, other))) continue;
            if (pool.Count > 0 && !pool.Any(pattern => names.Any(name => Wildcard.Matches(pattern, name, ignoreCase: true)))) continue;
            counted.Add(names);
        }

        return counted.Count;
    }

    /// <summary>One person: an address in common, or a name where not both have an address.</summary>
    private static bool Same(IReadOnlyList<string> left, IReadOnlyList<string> right) => left.Any(name => right.Contains(name, StringComparer.OrdinalIgnoreCase));
}
