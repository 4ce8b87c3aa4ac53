namespace Slipway.Revisions;

/// <summary>What pruning keeps besides everything that is pinned.</summary>
/// <param name="Keep">How many sound revisions of the application, the latest put first.</param>
public sealed record RevisionRetention(int Keep)
{
    /// <summary>What was put within this time stays: its deployment may be on the way, from a machine that has not pinned it yet.</summary>
    public TimeSpan Fresh { get; init; } = TimeSpan.FromHours(2);

    /// <summary>More identities to keep, for what was deployed before there were pins.</summary>
    public IReadOnlySet<string> InUse { get; init; } = new HashSet<string>();
}
