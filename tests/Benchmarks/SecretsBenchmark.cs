using System.Text;
using Slipway.Checks.Contents;
using Slipway.Revisions;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules.Contents;
using Slipway.Specifications.Secrets;

namespace Slipway.Benchmarks;

/// <summary>
/// The scanner that looks at every content that is packed: its time on a web application of about 105 MB, what it finds of secrets made up for the
/// occasion, and that it is silent on the framework's own assemblies and on sources and texts of others.
/// </summary>
internal static class SecretsBenchmark
{
    private const double MostMilliseconds = 500;
    private const int Texts = 2000, RoundsOfSecrets = 40;

    private static readonly HashSet<string> TextEndings = new(
        [".cs", ".md", ".txt", ".json", ".xml", ".props", ".targets", ".js", ".ts", ".css", ".html", ".yml", ".yaml", ".config", ".ps1", ".sh", ".resx", ".xaml"], StringComparer.OrdinalIgnoreCase);

    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0]) : 5;
        var source = args.Length > 1 ? Path.GetFullPath(args[1]) : PackBenchmark.WebApplication();
        var files = RevisionGathering.FromFolder(source);
        var median = Measure.Alternating(rounds, () => { },
            ("reading and scanning the web application", () => _ = Unclean(files)),
            ("reading it", () => files.ToList().ForEach(f => File.ReadAllBytes(f.SourcePath))))[0];
        var failed = median > MostMilliseconds;
        Console.WriteLine($"bar {MostMilliseconds:F0} ms{(failed ? ", MISSED" : "")}");

        var alarms = Errors(files);
        Console.WriteLine($"the framework's own files: {files.Count}, findings: {alarms.Count}");
        alarms.ForEach(Console.WriteLine);

        var texts = OrdinarySources().Take(Texts).ToList();
        var wrong = Errors(texts);
        Console.WriteLine($"texts of others: {texts.Count}, findings: {wrong.Count}");
        wrong.ForEach(Console.WriteLine);

        var (made, missed) = (0, new List<string>());
        for (var seed = 0; seed < RoundsOfSecrets; seed++)
        {
            foreach (var (kind, path, content) in MadeUpSecrets.Of(seed))
            {
                made++;
                if (CleanContents.IsClean(path, Encoding.UTF8.GetBytes(content))) missed.Add($"{kind} in {path} (seed {seed})");
            }
        }

        Console.WriteLine($"made-up secrets: {made}, missed: {missed.Count}");
        missed.ForEach(Console.WriteLine);
        return failed || alarms.Count > 0 || wrong.Count > 0 || missed.Count > 0 ? 1 : 0;
    }

    private static List<RevisionFile> Unclean(IReadOnlyList<RevisionFile> files) =>
        [.. files.Where(f => !CleanContents.IsClean(f.Path, new FileInfo(f.SourcePath).Length <= SecretScanner.MaxBytes ? File.ReadAllBytes(f.SourcePath) : []))];

    private static List<Finding> Errors(IReadOnlyList<RevisionFile> files)
    {
        var findings = new List<Finding>();
        try
        {
            new SecretInspection("/") { Report = findings.Add }.Judge(Unclean(files));
        }
        catch (Slipway.Specifications.SlipwayException)
        {
            // The findings are what is asked for.
        }

        return findings;
    }

    /// <summary>This repository's sources, the SDK's texts, and those of packages: whatever is there, in an order that mixes them.</summary>
    private static IEnumerable<RevisionFile> OrdinarySources()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var sdk = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(typeof(object).Assembly.Location))))!;
        string[] roots = [Path.Join(CommandLine.Checkout, "src"), Path.Join(CommandLine.Checkout, "docs"), Path.Join(sdk, "sdk"), Path.Join(home, ".nuget", "packages")];
        var all = roots.Where(Directory.Exists).Select(root => Directory
            .EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Where(f => TextEndings.Contains(Path.GetExtension(f)) && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList()).ToList();
        for (var i = 0; all.Exists(list => i < list.Count); i++)
        {
            foreach (var list in all.Where(list => i < list.Count)) yield return new(list[i].TrimStart('/'), list[i]);
        }
    }
}
