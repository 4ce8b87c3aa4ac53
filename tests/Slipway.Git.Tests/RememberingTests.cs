using Slipway.Specifications.Policies;

namespace Slipway.Git.Tests;

/// <summary>What is remembered is used for the same checkout only: the answer is always the one that git would give.</summary>
public sealed class RememberingTests
{
    private static readonly CheckoutQuestions Questions = CheckoutQuestions.Everything;

    public static TheoryData<string> Changes => [.. Edits.Keys];

    private static readonly Dictionary<string, Action<Sandbox>> Edits = new()
    {
        ["a tracked file"] = sandbox => sandbox.Write("readme.txt", "other\n"),
        ["a tracked file of the same size, with its old time"] = sandbox =>
        {
            var file = Path.Combine(sandbox.Work, "readme.txt");
            var time = File.GetLastWriteTimeUtc(file);
            File.WriteAllText(file, "hullo\n");
            File.SetLastWriteTimeUtc(file, time);
        },
        ["a deleted file"] = sandbox => File.Delete(Path.Combine(sandbox.Work, "readme.txt")),
        ["an untracked file"] = sandbox => sandbox.Write("new.txt", ""),
        ["an untracked file deep below"] = sandbox => sandbox.Write("src/App/Pages/new.cs", ""),
        ["a staged file"] = sandbox =>
        {
            sandbox.Write("staged.txt", "x");
            sandbox.Git("add", "staged.txt");
        },
        ["a file taken out of the index"] = sandbox => sandbox.Git("rm", "-q", "--cached", "readme.txt"),
        ["a commit"] = sandbox => sandbox.Commit("More"),
        ["an amended message"] = sandbox => sandbox.Git("commit", "-q", "--amend", "-m", "Other"),
        ["another branch"] = sandbox => sandbox.Git("switch", "-q", "-c", "feature/x"),
        ["a detached head"] = sandbox => sandbox.Git("checkout", "-q", "--detach"),
        ["a fetch"] = sandbox =>
        {
            sandbox.Git("push", "-q", "origin", "master:dev");
            sandbox.Git("fetch", "-q");
        },
        ["packed references"] = sandbox => sandbox.Git("pack-refs", "--all"),
        ["another upstream"] = sandbox => sandbox.Git("branch", "-q", "--unset-upstream"),
        ["another identity"] = sandbox => sandbox.Git("config", "user.name", "Bert"),
        ["other ignored files"] = sandbox => sandbox.Write(".git/info/exclude", "*.tmp\n"),
        ["an approval"] = sandbox => sandbox.Git("notes", "--ref=approvals", "add", "-m", "Bert"),
        ["a build server"] = sandbox => sandbox.Environment["GITHUB_REF_NAME"] = "dev",
        ["nothing"] = _ => { },
    };

    [Theory, MemberData(nameof(Changes))]
    public void Every_change_is_seen(string change)
    {
        using var sandbox = Sandbox.WithRemote();
        sandbox.Write("src/App/Program.cs", "x");
        sandbox.Write("bin/App.dll", "x");
        sandbox.Write("new.tmp", "x");
        var remembered = Remembered(sandbox);

        Edits[change](sandbox);

        Assert.Equal(sandbox.Read(Questions).Format(), sandbox.Read(Questions, remembered: remembered).Format());
    }

    [Fact]
    public void An_unchanged_checkout_is_not_read_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && IntPtr.Size == 8, "remembers on 64-bit Linux");
        using var sandbox = Sandbox.WithRemote();
        sandbox.Write("bin/App.dll", "x");
        sandbox.Write("new.txt", "x");
        var remembered = Remembered(sandbox);
        var facts = sandbox.Read(Questions);

        // What a build writes into ignored folders does not count, and objects are not looked at.
        sandbox.Write("bin/App.dll", "other");
        sandbox.Write("bin/more/App.pdb", "x");
        Directory.Move(Path.Combine(sandbox.Work, ".git", "objects"), Path.Combine(sandbox.Folder, "objects"));

        Assert.Equal(facts.Format(), sandbox.Read(Questions, remembered: remembered).Format());
        Assert.Equal(1, facts.UntrackedCount);
    }

    [Fact]
    public void A_file_written_just_before_is_looked_at_again()
    {
        using var sandbox = Sandbox.WithRemote();
        var remembered = Path.Combine(sandbox.Folder, "seen");
        for (var i = 0; i < 20; i++)
        {
            sandbox.Write("readme.txt", i % 2 == 0 ? "hello\n" : "hullo\n");
            Assert.Equal(i % 2, sandbox.Read(Questions, remembered: remembered).ChangedCount);
        }
    }

    [Fact]
    public void A_build_trusts_no_file_that_is_younger_than_the_coarsest_clock()
    {
        using var sandbox = Sandbox.WithRemote();
        var remembered = Remembered(sandbox);
        Directory.Move(Path.Combine(sandbox.Work, ".git", "objects"), Path.Combine(sandbox.Folder, "objects"));

        // Without its objects the repository can only be remembered; it was written less than 2.5 seconds before it was taken.
        Assert.Equal(CheckoutProblem.Unreadable, CheckoutReader.Read(sandbox.Work, Questions, _ => null, remembered).Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no memory of anything, but long enough to be read as one")]
    public void A_damaged_memory_is_none(string content)
    {
        using var sandbox = Sandbox.WithRemote();
        var remembered = Path.Combine(sandbox.Folder, "seen");
        File.WriteAllText(remembered, content);

        Assert.Equal("master", sandbox.Read(Questions, remembered: remembered).Branch);
    }

    /// <summary>Three readings, after all files have become old enough to be trusted.</summary>
    private static string Remembered(Sandbox sandbox)
    {
        var remembered = Path.Combine(sandbox.Folder, "seen");
        Thread.Sleep(2 * Sandbox.Resolution);
        for (var i = 0; i < 3; i++) sandbox.Read(Questions, remembered: remembered);
        return remembered;
    }
}
