using System.Diagnostics;
using System.Globalization;
using Slipway.Git;
using Slipway.Specifications.Policies;

namespace Slipway.Benchmarks;

/// <summary>
/// The facts of a checkout of 2,000 files and 5,000 commits: asked of git, remembered, and as what a <c>dotnet build</c> without changes costs more
/// with a policy than without. Bar: 40 ms.
/// </summary>
internal static class CheckoutBenchmark
{
    private const int Files = 2_000;
    private const int Commits = 5_000;
    private const double Bar = 40;

    private const string Policy = """
        protectedBranches: [master]
        commits: { messagePattern: '^Commit ' }
        deploy:
          - { branches: ["*"], deploymentGroups: [local], requireCleanTree: true, requireUpToDate: true, requireApprovals: 0 }
        """;

    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 && args[0] != "reader" ? int.Parse(args[0], CultureInfo.InvariantCulture) : 15;
        var folder = Directory.CreateTempSubdirectory("slipway-checkout-").FullName;
        try
        {
            var work = Path.Join(folder, "work");
            MakeRepository(work);
            File.WriteAllText(Path.Join(work, "branch-policy.yml"), Policy);
            File.WriteAllText(Path.Join(work, ".gitignore"), "bin/\nobj/\n");
            Commit(work);
            MeasureReader(folder, work, rounds * 2);
            return args.Contains("reader") ? 0 : MeasureBuild(folder, work, rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void MeasureReader(string folder, string work, int rounds)
    {
        var seen = Path.Join(folder, "seen");
        var questions = PolicyCheckout.Questions(Path.Join(work, "branch-policy.yml"));
        Thread.Sleep(3000);
        for (var i = 0; i < 3; i++) CheckoutReader.Read(work, questions, _ => null, seen);
        Measure.Alternating(rounds,
            ("the reader, remembering", () => CheckoutReader.Read(work, questions, _ => null, seen)),
            ("the reader, asking git", () => CheckoutReader.Read(work, questions, _ => null)),
            ("git status", () => Measure.Execute("git", "-C", work, "status", "--porcelain")));
    }

    private static int MeasureBuild(string folder, string work, int rounds)
    {
        var project = Path.Join(work, "App", "App.csproj");
        var feed = Path.Join(folder, "feed");
        Measure.Execute("dotnet", "pack", Path.Join(CommandLine.Checkout, "src/Slipway.Tasks"), "-c", "Release", "-o", feed, "-v", "quiet");
        WriteProject(folder, project, feed);
        Commit(work);
        Build(project, "none");
        Thread.Sleep(3000);
        for (var i = 0; i < 4; i++) Build(project, "");
        var differences = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            // In turn, and each difference of two neighbours.
            var with = Time(() => Build(project, ""));
            var without = Time(() => Build(project, "none"));
            differences.Add(with - without);
        }

        var cost = Measure.Median(differences);
        Console.WriteLine($"a build without changes costs {cost:F0} ms more with the policy ({differences.Min():F0} to {differences.Max():F0}; bar {Bar:F0} ms)");
        return cost < Bar ? 0 : 1;
    }

    private static void Commit(string work)
    {
        Measure.Execute("git", "-C", work, "add", "-A");
        Measure.Execute("git", "-C", work, "-c", "user.name=Anna", "-c", "user.email=anna@example.com", "commit", "-q", "-m", "Commit by itself");
    }

    /// <summary>A build in a process of its own; with <c>none</c> as the policy file nothing of the checkout is read.</summary>
    private static void Build(string project, string policy) => Measure.Execute("dotnet", ["build", project, "-v", "quiet", "--no-restore", .. policy.Length == 0 ? [] : new[] { "-p:BranchPolicyFile=" + policy, "-p:IntermediateOutputPath=obj/other/" }]);

    private static double Time(Action run)
    {
        var watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static void WriteProject(string folder, string project, string feed)
    {
        var version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "Slipway.?.*.nupkg").Single())["Slipway.".Length..];
        Directory.CreateDirectory(Path.GetDirectoryName(project)!);
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <RestorePackagesPath>{folder}/packages</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Slipway" Version="{version}" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Join(Path.GetDirectoryName(project), "Program.cs"), "System.Console.WriteLine();");
        File.WriteAllText(Path.Join(folder, "nuget.config"), $"""<configuration><packageSources><clear /><add key="feed" value="{feed}" /></packageSources></configuration>""");
        Measure.Execute("dotnet", "restore", project);
    }

    /// <summary>5,000 commits on master, each of which writes one of 2,000 files; the remote has all but the last one.</summary>
    private static void MakeRepository(string work)
    {
        Measure.Execute("git", "init", "-q", "-b", "master", work);
        using (var git = Process.Start(new ProcessStartInfo("git", ["-C", work, "fast-import", "--quiet"]) { RedirectStandardInput = true })!)
        {
            var input = git.StandardInput;
            input.NewLine = "\n";
            for (var i = 0; i < Commits; i++)
            {
                var text = $"namespace App; // {i}\n";
                input.Write($"commit refs/heads/master\ncommitter Anna <anna@example.com> {1_700_000_000 + i} +0000\ndata {$"Commit {i}".Length}\nCommit {i}\n");
                input.Write($"M 100644 inline src/Folder{i % Files / 20}/File{i % Files}.txt\ndata {text.Length}\n{text}\n");
                if (i == Commits - 2) input.Write("reset refs/remotes/origin/master\nfrom refs/heads/master\n\n");
            }

            input.Close();
            git.WaitForExit();
            if (git.ExitCode != 0) throw new InvalidOperationException("git fast-import failed");
        }

        Measure.Execute("git", "-C", work, "reset", "-q", "--hard");
        foreach (var (key, value) in new[] { ("remote.origin.url", "/nowhere"), ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"), ("branch.master.remote", "origin"), ("branch.master.merge", "refs/heads/master") })
        {
            Measure.Execute("git", "-C", work, "config", key, value);
        }
    }
}
