using LibGit2Sharp;
using Slipway.Specifications.Policies;

namespace Slipway.Git;

/// <summary>The facts as libgit2 knows them.</summary>
/// <param name="Facts">The facts.</param>
/// <param name="Ignored">Ignored folders, from the root of the working tree and ending in <c>/</c>; null when nobody looked.</param>
internal sealed record RepositoryFacts(CheckoutFacts Facts, IReadOnlyList<string>? Ignored)
{
    private const string Heads = "refs/heads/";

    private const string Remotes = "refs/remotes/";

    public static RepositoryFacts Read(GitFolder git, CheckoutQuestions questions, CheckoutFacts facts)
    {
        using var repository = new Repository(git.Path == git.WorkingTree ? git.Path : git.WorkingTree);
        if (repository.Info.IsBare) return new(facts with { Problem = CheckoutProblem.Bare }, null);
        facts = facts with { IsShallow = repository.Info.IsShallow, Identity = Identity(repository), IsDetached = repository.Info.IsHeadDetached, Repository = Address(repository) };
        if (!facts.IsDetached && facts.Branch is null) facts = facts with { Branch = ShortName(repository.Head.CanonicalName) };
        if (repository.Info.IsHeadUnborn) return new(facts with { Problem = CheckoutProblem.NoCommits }, null);

        var head = repository.Head.Tip;
        facts = facts with { Commit = head.Sha };
        if (questions.Branches) facts = WithBranches(repository, facts);
        if (questions.History || questions.Messages) facts = WithHistory(repository, head, questions, facts);
        if (questions.Approvals) facts = facts with { Author = CommitApprovals.Written(head.Author), ApprovedBy = CommitApprovals.Of(repository, head) };
        if (questions.FilesLargerThan is not null || questions.BinaryFiles) facts = facts with { Files = TrackedFiles(repository, questions) };
        var tree = questions.NeedTree ? WorkingTreeFacts.Read(repository) : null;
        if (tree is not null && questions.Tree)
        {
            facts = facts with
            {
                Changed = [.. tree.Changed.Take(CheckoutFacts.ListedItems)],
                ChangedCount = tree.Changed.Count,
                Untracked = [.. tree.Untracked.Take(CheckoutFacts.ListedItems)],
                UntrackedCount = tree.Untracked.Count,
            };
        }

        if (questions.PolicyFile is { } file) facts = facts with { PolicyFile = PolicyState(git, file, tree!, repository) };
        return new(facts, tree?.Ignored);
    }

    private static string? Address(Repository repository)
    {
        var followed = repository.Info.IsHeadDetached || repository.Info.IsHeadUnborn ? null : repository.Head.RemoteName;
        var remote = repository.Network.Remotes.OrderBy(r => r.Name != followed).ThenBy(r => r.Name != "origin").ThenBy(r => r.Name, StringComparer.Ordinal).FirstOrDefault();
        return remote?.Url is { } url ? WebAddress.WithoutLogin(url) : null;
    }

    private static string ShortName(string reference) => reference.StartsWith(Heads, StringComparison.Ordinal) ? reference[Heads.Length..] : reference;

    private static string? Identity(Repository repository)
    {
        var (name, address) = (repository.Config.Get<string>("user.name")?.Value, repository.Config.Get<string>("user.email")?.Value);
        return address is { Length: > 0 } ? $"{name} <{address}>".TrimStart() : name;
    }

    private static CheckoutFacts WithBranches(Repository repository, CheckoutFacts facts)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var remote = 0;
        foreach (var reference in repository.Refs)
        {
            var name = reference.CanonicalName;
            if (name.StartsWith(Heads, StringComparison.Ordinal))
            {
                names.Add(name[Heads.Length..]);
            }
            else if (name.StartsWith(Remotes, StringComparison.Ordinal) && name.IndexOf('/', Remotes.Length) is > 0 and var slash && name[(slash + 1)..] is not "HEAD" and var branch)
            {
                names.Add(branch);
                remote++;
            }
        }

        return facts with { Branches = [.. names], RemoteBranchCount = remote };
    }

    private static CheckoutFacts WithHistory(Repository repository, Commit head, CheckoutQuestions questions, CheckoutFacts facts)
    {
        var upstream = Upstream(repository, facts);
        if (upstream is not null)
        {
            facts = facts with { Upstream = upstream.FriendlyName };
            if (upstream.Tip.Id == head.Id)
            {
                return facts with { Ahead = 0, Behind = 0, NewCommits = questions.Messages ? [] : null };
            }

            // A history that is cut off cannot be counted.
            if (facts.IsShallow) return facts;
            var divergence = repository.ObjectDatabase.CalculateHistoryDivergence(head, upstream.Tip);
            facts = facts with { Ahead = divergence.AheadBy ?? Count(repository, head, upstream.Tip), Behind = divergence.BehindBy ?? Count(repository, upstream.Tip, head) };
        }

        if (!questions.Messages || facts.IsShallow) return facts;
        // A branch that was never pushed is compared with all that is on a remote; without a remote nothing tells new commits from old ones.
        var known = upstream is not null ? [upstream.CanonicalName] : repository.Refs.Select(reference => reference.CanonicalName).Where(name => name.StartsWith(Remotes, StringComparison.Ordinal)).ToArray();
        return known.Length == 0 ? facts : facts with { NewCommits = NewCommits(repository, head, known) };
    }

    private static int Count(Repository repository, Commit from, Commit without) =>
        repository.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = from, ExcludeReachableFrom = without }).Count();

    private static List<NewCommit> NewCommits(Repository repository, Commit head, string[] known) =>
        [.. repository.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = head, ExcludeReachableFrom = known, SortBy = CommitSortStrategies.Topological | CommitSortStrategies.Time })
            .Where(commit => commit.Parents.Take(2).Count() < 2).Take(CheckoutFacts.ListedItems).Select(commit => new NewCommit(commit.Sha[..9], commit.MessageShort))];

    /// <summary>What the branch follows; where a build server names another branch than git does, the remote's branch of that name.</summary>
    private static Branch? Upstream(Repository repository, CheckoutFacts facts)
    {
        if (!repository.Info.IsHeadDetached && ShortName(repository.Head.CanonicalName) == facts.Branch)
        {
            return repository.Head.TrackedBranch is { Tip: not null } tracked ? tracked : null;
        }

        if (facts.Branch is null) return null;
        return repository.Network.Remotes.Select(remote => remote.Name).OrderBy(name => name != "origin").Select(name => repository.Branches[$"{Remotes}{name}/{facts.Branch}"])
            .FirstOrDefault(branch => branch?.Tip is not null);
    }

    private static List<TrackedFile> TrackedFiles(Repository repository, CheckoutQuestions questions)
    {
        const int Listed = 200;
        var files = new List<TrackedFile>();
        foreach (var entry in repository.Index)
        {
            if (entry.Mode is not (Mode.NonExecutableFile or Mode.ExecutableFile or Mode.NonExecutableGroupWritableFile)) continue;
            var size = repository.ObjectDatabase.RetrieveObjectMetadata(entry.Id).Size;
            bool? binary = questions.BinaryFiles ? repository.Lookup<Blob>(entry.Id)?.IsBinary : null;
            if (binary != true && size <= (questions.FilesLargerThan ?? long.MaxValue)) continue;
            files.Add(new TrackedFile(entry.Path, size, binary));
            if (files.Count == Listed) break;
        }

        return files;
    }

    private static PolicyFileState PolicyState(GitFolder git, string file, WorkingTreeFacts tree, Repository repository)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (folder != git.WorkingTree && GitFolder.Find(folder)?.WorkingTree != folder) return PolicyFileState.NotAtRoot;
        var name = Path.GetFileName(file);
        if (repository.Head.Tip[name] is null) return PolicyFileState.Untracked;
        return tree.Changed.Contains(name) ? PolicyFileState.Changed : PolicyFileState.Committed;
    }
}
