namespace Slipway.Specifications.Policies;

/// <summary>Which facts of the checkout are wanted, so that nothing is looked up that nobody reads.</summary>
public sealed record CheckoutQuestions
{
    /// <summary>Branch and commit only: what a source generator shows.</summary>
    public static CheckoutQuestions Commit { get; } = new();

    /// <summary>Every fact that does not need the contents of files.</summary>
    public static CheckoutQuestions Everything { get; } = new() { Tree = true, Branches = true, History = true, Messages = true, Approvals = true };

    /// <summary>Whether files are changed, staged or untracked.</summary>
    public bool Tree { get; init; }

    /// <summary>The names of the branches.</summary>
    public bool Branches { get; init; }

    /// <summary>The upstream, ahead and behind.</summary>
    public bool History { get; init; }

    /// <summary>The subjects of the new commits.</summary>
    public bool Messages { get; init; }

    /// <summary>The author, trailers and notes of HEAD.</summary>
    public bool Approvals { get; init; }

    /// <summary>Tracked files larger than this are listed; null for none.</summary>
    public long? FilesLargerThan { get; init; }

    /// <summary>Whether binary tracked files are listed.</summary>
    public bool BinaryFiles { get; init; }

    /// <summary>The policy file whose state is asked for, as a full path; null for none.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>What a policy needs to be checked.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="policyFile">Its full path.</param>
    public static CheckoutQuestions Of(BranchPolicy policy, string? policyFile) => new()
    {
        Tree = true,
        Branches = policy.ProtectedBranches.Count > 0 || policy.Deploy.Count > 0 || policy.BranchPattern is not null,
        History = policy.Deploy.Any(entry => entry.RequireUpToDate) || policy.ProtectedBranches.Count > 0 || policy.MessagePattern is not null,
        Messages = policy.MessagePattern is not null,
        Approvals = policy.Deploy.Any(entry => entry.RequireApprovals > 0),
        FilesLargerThan = policy.Files.Count == 0 ? null : policy.SmallestFileLimit,
        BinaryFiles = policy.Files.Any(rule => rule.AllowBinary == false),
        PolicyFile = policyFile,
    };
}
