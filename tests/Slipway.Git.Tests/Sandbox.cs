using Slipway.Specifications.Policies;

namespace Slipway.Git.Tests;

/// <summary>A folder with a repository in it, gone after the test.</summary>
internal sealed class Sandbox : IDisposable
{
    public Sandbox()
    {
        Assert.SkipUnless(GitProgram.IsPresent, "needs the git program");
        Folder = Directory.CreateTempSubdirectory("slipway-git-").FullName;
        Work = Path.Combine(Folder, "work");
        Directory.CreateDirectory(Work);
    }

    public string Folder { get; }

    /// <summary>The working tree.</summary>
    public string Work { get; }

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>A repository with one commit on master, and a remote that has it too.</summary>
    public static Sandbox WithRemote()
    {
        var sandbox = new Sandbox();
        sandbox.Git("init", "-q", "-b", "master");
        sandbox.Write("readme.txt", "hello\n");
        sandbox.Write(".gitignore", "bin/\n*.log\n");
        sandbox.Commit("First");
        GitProgram.Run(sandbox.Folder, "clone", "-q", "--bare", sandbox.Work, "remote.git");
        sandbox.Git("remote", "add", "origin", Path.Combine(sandbox.Folder, "remote.git"));
        sandbox.Git("fetch", "-q", "origin");
        sandbox.Git("branch", "-q", "--set-upstream-to=origin/master", "master");
        return sandbox;
    }

    public string Git(params string[] arguments) => GitProgram.Run(Work, arguments);

    public void Commit(string message, params string[] more)
    {
        Git("add", "-A");
        Git(["commit", "-q", "--allow-empty", "-m", message, .. more]);
    }

    public string Write(string path, string text)
    {
        var file = Path.Combine(Work, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public CheckoutFacts Read(CheckoutQuestions? questions = null, string? folder = null, string? remembered = null) =>
        CheckoutReader.Read(folder ?? Work, questions ?? CheckoutQuestions.Everything, name => Environment.GetValueOrDefault(name), remembered, Resolution);

    /// <summary>How old a file must be to be trusted here: the disks of a test have finer clocks than those that a build may meet.</summary>
    public static TimeSpan Resolution { get; } = TimeSpan.FromMilliseconds(100);

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)) File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(Folder, true);
    }
}
