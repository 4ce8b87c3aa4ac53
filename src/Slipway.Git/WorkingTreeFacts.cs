using LibGit2Sharp;

namespace Slipway.Git;

/// <summary>What differs between HEAD, the index and the files.</summary>
/// <param name="Changed">Tracked files that are changed, staged or deleted.</param>
/// <param name="Untracked">Files that are neither tracked nor ignored; a folder of them once, ending in <c>/</c>.</param>
/// <param name="Ignored">Ignored files and folders.</param>
internal sealed record WorkingTreeFacts(IReadOnlyList<string> Changed, IReadOnlyList<string> Untracked, IReadOnlyList<string> Ignored)
{
    private const FileStatus Tracked = FileStatus.NewInIndex | FileStatus.ModifiedInIndex | FileStatus.DeletedFromIndex | FileStatus.RenamedInIndex | FileStatus.TypeChangeInIndex
        | FileStatus.ModifiedInWorkdir | FileStatus.DeletedFromWorkdir | FileStatus.TypeChangeInWorkdir | FileStatus.RenamedInWorkdir | FileStatus.Conflicted | FileStatus.Unreadable;

    public static WorkingTreeFacts Read(Repository repository)
    {
        var status = repository.RetrieveStatus(new StatusOptions
        {
            DetectRenamesInIndex = false,
            DetectRenamesInWorkDir = false,
            RecurseUntrackedDirs = false,
            IncludeUnaltered = false,
            IncludeIgnored = true,
            RecurseIgnoredDirs = false,
        });
        var (changed, untracked, ignored) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var entry in status)
        {
            var state = entry.State;
            if ((state & Tracked) != 0)
            {
                if (!IsSameSubmodule(repository, entry.FilePath, state)) changed.Add(entry.FilePath);
            }
            else if ((state & FileStatus.NewInWorkdir) != 0)
            {
                untracked.Add(entry.FilePath);
            }
            else if ((state & FileStatus.Ignored) != 0)
            {
                ignored.Add(entry.FilePath);
            }
        }

        return new WorkingTreeFacts(changed, untracked, ignored);
    }

    /// <summary>A submodule counts as changed when it stands at another commit, not for what is edited in it.</summary>
    private static bool IsSameSubmodule(Repository repository, string path, FileStatus state) =>
        state == FileStatus.ModifiedInWorkdir && repository.Index[path] is { Mode: Mode.GitLink } link && repository.Submodules[path]?.WorkDirCommitId == link.Id;
}
