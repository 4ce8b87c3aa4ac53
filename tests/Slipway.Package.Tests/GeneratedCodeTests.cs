using System.Diagnostics;

namespace Slipway.Package.Tests;

/// <summary>What the package writes in C# reaches a real program.</summary>
public class GeneratedCodeTests(PackageFeed feed)
{
    [Fact]
    public async Task A_program_knows_its_appspec_its_commit_and_its_deployment()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Write("deploy.yml", "applicationName: Shop\n");
        project.Write("Program.cs", """
            System.Console.WriteLine($"{AppSpec.Application} {AppSpec.Destinations.SrvApp} {AppSpec.Hooks.AfterInstall.Setup} {Revision.Branch} {Revision.Commit}");
            System.Console.WriteLine($"{DeploymentEnvironment.Current.IsDeployment} {LifecycleEvent.ValidateService}");
            """);
        var commit = Commit(project.Folder, "feature/basket");

        var run = (await project.RunAsync("run")).MustSucceed();

        Assert.Contains($"Shop /srv/app Scripts/setup.sh feature/basket {commit}\nFalse ValidateService", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_repository_and_without_scripts_the_program_compiles_all_the_same()
    {
        var project = new TemporaryProject(feed);
        project.Write("appspec.yml", "version: 0.0\nos: linux\nfiles:\n  - source: /Source\n    destination: /srv/app\n");
        project.Write("Program.cs", "System.Console.WriteLine($\"{AppSpec.Application}|{Revision.Commit}|\");");

        var run = (await project.RunAsync("run")).MustSucceed();

        Assert.Contains("App||", run.Output, StringComparison.Ordinal);
    }

    private static string Commit(string folder, string branch)
    {
        Git(folder, "init", "-q", "-b", branch);
        Git(folder, "add", "-A");
        Git(folder, "-c", "user.name=Anna", "-c", "user.email=anna@example.com", "commit", "-q", "-m", "First");
        return Git(folder, "rev-parse", "HEAD").Trim();
    }

    private static string Git(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return output;
    }
}
