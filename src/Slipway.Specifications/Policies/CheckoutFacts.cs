namespace Slipway.Specifications.Policies;

/// <summary>
/// The git checkout at one moment: facts only, deciding is the policy's. What is null is not known. A text of <c>key: value</c> lines carries
/// them to the compiler (<see cref="Parse"/>, <see cref="Format"/>).
/// </summary>
public sealed record CheckoutFacts
{
    /// <summary>Paths and commits that are listed one by one; beyond that they are only counted.</summary>
    public const int ListedItems = 50;

    /// <summary>Why nothing or not everything can be said about the checkout.</summary>
    public CheckoutProblem Problem { get; init; }

    /// <summary>What git said about the <see cref="Problem"/>.</summary>
    public string? ProblemDetail { get; init; }

    /// <summary>The short name of the branch, the build server's own word first; null when no branch is known (a detached head).</summary>
    public string? Branch { get; init; }

    /// <summary>The commit of HEAD, in full; null before the first commit and without a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>The address of the remote that the branch follows, else of <c>origin</c>, without login; null when there is none that others can reach.</summary>
    public string? Repository { get; init; }

    /// <summary>Whether HEAD is a commit and no branch.</summary>
    public bool IsDetached { get; init; }

    /// <summary>Whether the history is cut off (<c>git clone --depth</c>).</summary>
    public bool IsShallow { get; init; }

    /// <summary>Whether a build server runs this (the variable <c>CI</c> and its like).</summary>
    public bool IsBuildServer { get; init; }

    /// <summary>The names of the local and of the remote-tracking branches, without the remote's name.</summary>
    public IReadOnlyList<string>? Branches { get; init; }

    /// <summary>How many remote-tracking branches there are.</summary>
    public int? RemoteBranchCount { get; init; }

    /// <summary>The branch that the current one follows: <c>origin/master</c>.</summary>
    public string? Upstream { get; init; }

    /// <summary>Commits of HEAD that the upstream lacks.</summary>
    public int? Ahead { get; init; }

    /// <summary>Commits of the upstream that HEAD lacks, by the last fetch.</summary>
    public int? Behind { get; init; }

    /// <summary>Tracked files that are changed, staged or deleted; at most <see cref="ListedItems"/>.</summary>
    public IReadOnlyList<string>? Changed { get; init; }

    /// <summary>How many tracked files are changed, staged or deleted.</summary>
    public int ChangedCount { get; init; }

    /// <summary>Files that are neither tracked nor ignored; at most <see cref="ListedItems"/>. A folder of such files counts once and ends in <c>/</c>.</summary>
    public IReadOnlyList<string>? Untracked { get; init; }

    /// <summary>How many files are neither tracked nor ignored.</summary>
    public int UntrackedCount { get; init; }

    /// <summary>Commits that HEAD has and the upstream lacks, newest first, without merges; at most <see cref="ListedItems"/>.</summary>
    public IReadOnlyList<NewCommit>? NewCommits { get; init; }

    /// <summary>The author of HEAD: <c>Anna &lt;anna@example.com&gt;</c>.</summary>
    public string? Author { get; init; }

    /// <summary>Who works here by git's configuration: <c>Anna &lt;anna@example.com&gt;</c>.</summary>
    public string? Identity { get; init; }

    /// <summary>Who approved HEAD, by its <c>Approved-by:</c> trailers and notes in refs/notes/approvals.</summary>
    public IReadOnlyList<string>? ApprovedBy { get; init; }

    /// <summary>Tracked files that are larger than the policy's smallest limit, or binary where the policy asks.</summary>
    public IReadOnlyList<TrackedFile>? Files { get; init; }

    /// <summary>What the policy file is to the repository; null when nobody asked.</summary>
    public PolicyFileState? PolicyFile { get; init; }

    /// <summary>Changed, staged and untracked files; null when the state of the tree is not known.</summary>
    public int? DirtyCount => Changed is null ? null : ChangedCount + UntrackedCount;

    /// <summary>Reads the text form; lines that are not understood are passed over.</summary>
    /// <param name="text">Lines of <c>key: value</c>; a build server's variables may stand among them and are heard first.</param>
    public static CheckoutFacts Parse(string text) => CheckoutText.Parse(text);

    /// <summary>The text form.</summary>
    public string Format() => CheckoutText.Format(this);
}

/// <summary>Why a checkout cannot be read, or not wholly.</summary>
public enum CheckoutProblem
{
    /// <summary>It can.</summary>
    None,

    /// <summary>The folder lies in no git working tree.</summary>
    NoRepository,

    /// <summary>The repository belongs to another account, and git refuses it.</summary>
    ForeignOwner,

    /// <summary>There is no commit yet.</summary>
    NoCommits,

    /// <summary>The repository has no working tree.</summary>
    Bare,

    /// <summary>Git's files cannot be read.</summary>
    Unreadable,
}

/// <summary>What the policy file is to the repository.</summary>
public enum PolicyFileState
{
    /// <summary>The file of the working tree is the one of HEAD.</summary>
    Committed,

    /// <summary>It differs from the one of HEAD.</summary>
    Changed,

    /// <summary>HEAD has no such file.</summary>
    Untracked,

    /// <summary>It does not lie at the root of the working tree.</summary>
    NotAtRoot,
}

/// <summary>A commit that is not on the upstream yet.</summary>
/// <param name="Id">Its short id; empty when it is not known.</param>
/// <param name="Subject">The first line of its message.</param>
public sealed record NewCommit(string Id, string Subject);

/// <summary>A tracked or staged file.</summary>
/// <param name="Path">From the root of the working tree, with <c>/</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsBinary">Whether there is a NUL in its first 8000 bytes; null when nobody looked.</param>
public sealed record TrackedFile(string Path, long Size, bool? IsBinary = null);
