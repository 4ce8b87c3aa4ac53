namespace Slipway.Git;

/// <summary>Where a checkout keeps its git files.</summary>
/// <param name="WorkingTree">The root of the working tree.</param>
/// <param name="Path">Its own git folder: <c>.git</c>, or a folder below the main one's <c>worktrees</c>.</param>
/// <param name="Common">The folder of refs, objects and configuration that worktrees share.</param>
internal sealed record GitFolder(string WorkingTree, string Path, string Common)
{
    /// <summary>The checkout that a folder lies in; for a bare repository the folder itself. Null when there is none.</summary>
    public static GitFolder? Find(string folder)
    {
        for (var at = System.IO.Path.GetFullPath(folder); at is not null; at = System.IO.Path.GetDirectoryName(at))
        {
            var git = System.IO.Path.Combine(at, ".git");
            if (File.Exists(git))
            {
                if (Linked(git, at) is { } linked) return linked;
            }
            else if (File.Exists(System.IO.Path.Combine(git, "HEAD")))
            {
                return new GitFolder(at, git, git);
            }
            else if (File.Exists(System.IO.Path.Combine(at, "HEAD")) && Directory.Exists(System.IO.Path.Combine(at, "objects")) && Directory.Exists(System.IO.Path.Combine(at, "refs")))
            {
                return new GitFolder(at, at, at);
            }
        }

        return null;
    }

    /// <summary>A worktree or a submodule: a file with the way to the folder.</summary>
    private static GitFolder? Linked(string file, string workingTree)
    {
        const string Start = "gitdir:";
        var text = File.ReadAllText(file).Trim();
        if (!text.StartsWith(Start, StringComparison.Ordinal)) return null;
        var folder = System.IO.Path.GetFullPath(text[Start.Length..].Trim(), workingTree);
        var common = System.IO.Path.Combine(folder, "commondir");
        return new GitFolder(workingTree, folder, File.Exists(common) ? System.IO.Path.GetFullPath(File.ReadAllText(common).Trim(), folder) : folder);
    }
}
