using Slipway.Specifications.Policies;

namespace Slipway.Git.Tests;

/// <summary>What the reader says of real repositories in every state.</summary>
public sealed class CheckoutReaderTests
{
    [Fact]
    public void A_clean_checkout()
    {
        using var sandbox = Sandbox.WithRemote();

        var facts = sandbox.Read();

        Assert.Equal((CheckoutProblem.None, "master", sandbox.Git("rev-parse", "HEAD")), (facts.Problem, facts.Branch, facts.Commit));
        Assert.Equal(("origin/master", 0, 0), (facts.Upstream, facts.Ahead, facts.Behind));
        Assert.Equal((0, 0, 0), (facts.DirtyCount, facts.ChangedCount, facts.UntrackedCount));
        Assert.Equal(["master"], facts.Branches!);
        Assert.Equal((1, false, false), (facts.RemoteBranchCount, facts.IsDetached, facts.IsShallow));
        Assert.Empty(facts.NewCommits!);
        Assert.Equal("Anna <anna@example.com>", facts.Author);
        Assert.Empty(facts.ApprovedBy!);
    }

    [Fact]
    public void The_repository_is_the_remote_that_the_branch_follows_without_its_login()
    {
        using var sandbox = Sandbox.WithRemote();

        // A path means nothing elsewhere.
        Assert.Null(sandbox.Read().Repository);
        sandbox.Git("remote", "set-url", "origin", "https://anna:secret@git.example.com/team/app.git");
        sandbox.Git("remote", "add", "another", "git@elsewhere.example.com:team/app.git");
        Assert.Equal("https://git.example.com/team/app.git", sandbox.Read().Repository);
        sandbox.Git("config", "branch.master.remote", "another");
        Assert.Equal("ssh://elsewhere.example.com/team/app.git", sandbox.Read().Repository);
        sandbox.Git("checkout", "-q", "--detach");
        Assert.Equal("https://git.example.com/team/app.git", sandbox.Read().Repository);
    }

    [Fact]
    public void Changed_staged_deleted_and_untracked_files_are_told_apart()
    {
        using var sandbox = Sandbox.WithRemote();
        sandbox.Write("deleted.txt", "x");
        sandbox.Write("same.txt", "x");
        sandbox.Commit("More");
        sandbox.Write("readme.txt", "changed\n");
        sandbox.Write("staged.txt", "new\n");
        sandbox.Git("add", "staged.txt");
        File.Delete(Path.Combine(sandbox.Work, "deleted.txt"));
        sandbox.Write("loose.txt", "x");
        sandbox.Write("folder/a.txt", "x");
        sandbox.Write("folder/b.txt", "x");
        sandbox.Write("bin/ignored.dll", "x");
        sandbox.Write("trace.log", "x");

        var facts = sandbox.Read();

        Assert.Equal(["deleted.txt", "readme.txt", "staged.txt"], facts.Changed!.Order());
        Assert.Equal(["folder/", "loose.txt"], facts.Untracked!.Order());
        Assert.Equal(5, facts.DirtyCount);
    }

    [Fact]
    public void A_file_that_was_only_touched_is_not_changed()
    {
        using var sandbox = Sandbox.WithRemote();
        File.SetLastWriteTimeUtc(Path.Combine(sandbox.Work, "readme.txt"), DateTime.UtcNow.AddMinutes(-5));

        Assert.Equal(0, sandbox.Read().DirtyCount);
    }

    [Fact]
    public void Line_ends_that_git_converts_are_no_change()
    {
        using var sandbox = Sandbox.WithRemote();
        sandbox.Write(".gitattributes", "*.txt text eol=crlf\n");
        sandbox.Commit("Attributes");
        File.Delete(Path.Combine(sandbox.Work, "readme.txt"));
        sandbox.Git("checkout", "readme.txt");

        Assert.Equal("hello\r\n", File.ReadAllText(Path.Combine(sandbox.Work, "readme.txt")));
        Assert.Empty(sandbox.Read().Changed!);
    }

    [Fact]
    public void Ahead_and_behind_count_from_the_last_fetch()
    {
        using var sandbox = Sandbox.WithRemote();
        sandbox.Commit("Second");
        sandbox.Commit("Third");
        sandbox.Git("push", "-q", "origin", "master");
        sandbox.Git("reset", "-q", "--hard", "HEAD~2");
        sandbox.Commit("SHOP-1 Mine");

        var facts = sandbox.Read();

        Assert.Equal((1, 2), (facts.Ahead, facts.Behind));
        Assert.Equal("SHOP-1 Mine", Assert.Single(facts.NewCommits!).Subject);
    }

    [Fact]
    public void Branches_without_anything_in_common_are_counted_whole()
    {
        using var sandbox = Sandbox.WithRemote();
        sandbox.Git("checkout", "-q", "--orphan", "other");
        sandbox.Commit("Root");
        sandbox.Git("branch", "-q", "--set-upstream-to=origin/master");

        var facts = sandbox.Read();

        Assert.Equal((1, 1), (facts.Ahead, facts.Behind));
    }

    [Fact]
    public void New_commits_are_the_last_fifty_without_merges()
    {
        using var sandbox = Sandbox.WithRemote();
        sandbox.Git("switch", "-q", "-c", "feature/x");
        for (var i = 0; i < 60; i++) sandbox.Commit($"Step {i}");
        sandbox.Git("switch", "-q", "-c", "side", "HEAD~3");
        sandbox.Commit("Side");
        sandbox.Git("switch", "-q", "feature/x");
        sandbox.Git("merge", "-q", "--no-ff", "-m", "Merge side", "side");

        var facts = sandbox.Read();

        Assert.Null(facts.Upstream);
        Assert.Null(facts.Ahead);
        Assert.Equal(50, facts.NewCommits!.Count);
        Assert.DoesNotContain(facts.NewCommits, commit => commit.Subject.StartsWith("Merge", StringComparison.Ordinal));
        Assert.Contains(facts.NewCommits, commit => commit.Subject == "Side");
    }

    [Fact]
    public void A_detached_head_has_no_branch_but_the_build_servers()
    {
        using var sandbox = Sandbox.WithRemote();
        sandbox.Git("checkout", "-q", "--detach");

        var facts = sandbox.Read();
        Assert.Equal((null, true), (facts.Branch, facts.IsDetached));
        Assert.Null(facts.Upstream);

        sandbox.Environment["GITHUB_REF_NAME"] = "master";
        sandbox.Environment["CI"] = "true";
        facts = sandbox.Read();
        Assert.Equal(("master", true, true), (facts.Branch, facts.IsDetached, facts.IsBuildServer));
        Assert.Equal(("origin/master", 0, 0), (facts.Upstream, facts.Ahead, facts.Behind));
    }

    [Fact]
    public void The_build_servers_word_counts_before_gits()
    {
        using var sandbox = Sandbox.WithRemote();
        sandbox.Git("push", "-q", "origin", "master:dev");
        sandbox.Git("switch", "-q", "-c", "build/1234");
        sandbox.Environment["BUILD_SOURCEBRANCH"] = "refs/heads/dev";

        var facts = sandbox.Read();

        Assert.Equal(("dev", "origin/dev"), (facts.Branch, facts.Upstream));
    }

    [Fact]
    public void A_worktree_has_a_branch_of_its_own()
    {
        using var sandbox = Sandbox.WithRemote();
        var other = Path.Combine(sandbox.Folder, "other");
        sandbox.Git("worktree", "add", "-q", "-b", "feature/tree", other);
        File.WriteAllText(Path.Combine(other, "loose.txt"), "x");

        var facts = sandbox.Read(folder: other);

        Assert.Equal(("feature/tree", 1), (facts.Branch, facts.UntrackedCount));
        Assert.Equal("master", sandbox.Read().Branch);
        Assert.Equal(0, sandbox.Read().DirtyCount);
    }

    [Fact]
    public void A_shallow_clone_says_so_and_does_not_count()
    {
        using var sandbox = Sandbox.WithRemote();
        sandbox.Commit("Second");
        sandbox.Git("push", "-q", "origin", "master");
        var shallow = Path.Combine(sandbox.Folder, "shallow");
        GitProgram.Run(sandbox.Folder, "clone", "-q", "--depth", "1", "file://" + Path.Combine(sandbox.Folder, "remote.git"), shallow);

        var facts = sandbox.Read(folder: shallow);
        Assert.Equal((true, 0, 0), (facts.IsShallow, facts.Ahead, facts.Behind));
        Assert.Empty(facts.NewCommits!);

        GitProgram.Run(shallow, "commit", "-q", "--allow-empty", "-m", "Mine");
        facts = sandbox.Read(folder: shallow);
        Assert.Equal(("origin/master", null, null), (facts.Upstream, facts.Ahead, facts.Behind));
        Assert.Null(facts.NewCommits);
    }

    [Fact]
    public void No_repository_no_commit_and_no_working_tree_are_facts()
    {
        using var sandbox = new Sandbox();
        Assert.Equal(CheckoutProblem.NoRepository, sandbox.Read().Problem);

        sandbox.Git("init", "-q", "-b", "dev");
        var facts = sandbox.Read();
        Assert.Equal((CheckoutProblem.NoCommits, "dev", null), (facts.Problem, facts.Branch, facts.Commit));

        GitProgram.Run(sandbox.Folder, "init", "-q", "--bare", "bare.git");
        Assert.Equal(CheckoutProblem.Bare, sandbox.Read(folder: Path.Combine(sandbox.Folder, "bare.git")).Problem);
    }

    [Fact]
    public void A_broken_repository_is_a_fact()
    {
        using var sandbox = Sandbox.WithRemote();
        File.WriteAllText(Path.Combine(sandbox.Work, ".git", "index"), "this is no index");

        var facts = sandbox.Read();

        Assert.Equal(CheckoutProblem.Unreadable, facts.Problem);
        Assert.NotNull(facts.ProblemDetail);
    }

    [Fact]
    public void A_repository_of_another_account_is_refused_by_git_and_a_fact()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "needs root, to give the folder away");
        using var sandbox = Sandbox.WithRemote();
        using (var chown = System.Diagnostics.Process.Start("chown", ["-R", "65534", sandbox.Work])) chown.WaitForExit();

        var facts = sandbox.Read();

        Assert.Equal(CheckoutProblem.ForeignOwner, facts.Problem);
        Assert.Contains("owned", facts.ProblemDetail, StringComparison.Ordinal);
    }

    [Fact]
    public void Submodules_count_when_they_stand_at_another_commit()
    {
        using var sandbox = Sandbox.WithRemote();
        sandbox.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", Path.Combine(sandbox.Folder, "remote.git"), "library");
        sandbox.Commit("Library");
        Assert.Equal(0, sandbox.Read().DirtyCount);

        File.WriteAllText(Path.Combine(sandbox.Work, "library", "readme.txt"), "edited");
        Assert.Equal(0, sandbox.Read().DirtyCount);

        GitProgram.Run(Path.Combine(sandbox.Work, "library"), "commit", "-q", "-a", "-m", "Moved on");
        Assert.Equal(["library"], sandbox.Read().Changed!);
        Assert.Equal("master", sandbox.Read(folder: Path.Combine(sandbox.Work, "library")).Branch);
    }

    [Fact]
    public void Approvals_are_trailers_and_notes()
    {
        using var sandbox = Sandbox.WithRemote();
        sandbox.Commit("Deploy\n\nApproved-by: in the text\n\nReviewed-by: Zoe <zoe@example.com>\nApproved-by: Bert <bert@example.com>");
        sandbox.Git("notes", "--ref=approvals", "add", "-m", "Approved-by: Carla <carla@example.com>\nDora");

        var facts = sandbox.Read();

        Assert.Equal(["Bert <bert@example.com>", "Carla <carla@example.com>", "Dora"], facts.ApprovedBy!);
        Assert.Equal(3, Approvals.Count(facts, []));
    }

    [Fact]
    public void Large_and_binary_files_are_listed_where_the_policy_asks()
    {
        using var sandbox = Sandbox.WithRemote();
        sandbox.Write("large.txt", new string('x', 5000));
        sandbox.Write("small.bin", "a\0b");
        sandbox.Commit("Files");
        sandbox.Write("staged.bin", "\0");
        sandbox.Git("add", "staged.bin");

        Assert.Null(sandbox.Read().Files);
        Assert.Equal(["large.txt"], sandbox.Read(new CheckoutQuestions { FilesLargerThan = 4096 }).Files!.Select(file => file.Path));
        Assert.Equal(["small.bin", "staged.bin"], sandbox.Read(new CheckoutQuestions { BinaryFiles = true }).Files!.Select(file => file.Path));
    }

    [Fact]
    public void The_policy_file_is_compared_with_the_commit()
    {
        using var sandbox = Sandbox.WithRemote();
        var questions = new CheckoutQuestions { PolicyFile = sandbox.Write("branch-policy.yml", "default: deny\n") };
        Assert.Equal(PolicyFileState.Untracked, sandbox.Read(questions).PolicyFile);

        sandbox.Commit("Policy");
        Assert.Equal(PolicyFileState.Committed, sandbox.Read(questions).PolicyFile);

        sandbox.Write("branch-policy.yml", "default: allow\n");
        Assert.Equal(PolicyFileState.Changed, sandbox.Read(questions).PolicyFile);
        Assert.Equal(PolicyFileState.NotAtRoot, sandbox.Read(questions with { PolicyFile = sandbox.Write("src/branch-policy.yml", "default: deny\n") }).PolicyFile);
    }

    [Fact]
    public void A_folder_below_the_root_belongs_to_the_same_checkout()
    {
        using var sandbox = Sandbox.WithRemote();
        sandbox.Write("src/App/App.csproj", "<Project />");

        var facts = sandbox.Read(folder: Path.Combine(sandbox.Work, "src", "App"));

        Assert.Equal(("master", "src/"), (facts.Branch, Assert.Single(facts.Untracked!)));
    }
}
