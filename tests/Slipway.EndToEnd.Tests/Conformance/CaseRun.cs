using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.EndToEnd.Tests.Running;

namespace Slipway.EndToEnd.Tests.Conformance;

/// <summary>Runs a case through the command line and says where it differs from what is expected.</summary>
internal sealed partial class CaseRun(DeploymentCase conformanceCase, Scratch scratch)
{
    private readonly List<string> differences = [];
    private DeployReport? last;

    /// <summary>One line a difference; empty when the case agrees.</summary>
    public static IReadOnlyList<string> Differences(DeploymentCase conformanceCase)
    {
        using var scratch = new Scratch();
        var run = new CaseRun(conformanceCase, scratch);
        run.Deploy();
        run.CompareTree();
        run.CompareTrace();
        run.CompareScriptLog();
        run.CompareEnvironment();
        return run.differences;
    }

    private void Deploy()
    {
        CaseFiles.Apply(conformanceCase.Steps is null ? [] : conformanceCase.Before, scratch.Root, scratch.Root);
        IReadOnlyList<DeploymentStep> steps = conformanceCase.Steps ?? [conformanceCase];
        var expected = conformanceCase.Expect.Steps ?? [conformanceCase.Expect.Succeeds];
        foreach (var (number, step) in steps.Index())
        {
            CaseFiles.Apply(step.Before, scratch.Root, scratch.Root);
            var revision = CaseFiles.Revision(step, scratch.PathOf($"revision-{number}"), scratch.Root);
            var run = new CommandLine { Umask = step.Options.Umask ?? "022", Environment = step.Options.Env }.Run(Arguments(step, revision));
            differences.AddRange(Manners.Breaches(run));
            if (run.ExitCode != (expected[number] ? 0 : 1))
            {
                differences.Add($"deployment {number}: expected exit code {(expected[number] ? 0 : 1)}, {run}");
            }
            try
            {
                last = DeployReport.Read(run);
            }
            catch (FormatException problem)
            {
                differences.Add(problem.Message);
                continue;
            }
            if (last.Status != (expected[number] ? "Succeeded" : "Failed"))
            {
                differences.Add($"deployment {number}: status {last.Status}");
            }
        }
    }

    private string[] Arguments(DeploymentStep step, string revision)
    {
        List<string> arguments = ["deploy", revision, "--root", scratch.Root, "--state", scratch.State, "--format", "json"];
        if (step.Options.Group is { } group)
        {
            arguments.AddRange(["--group", group]);
        }
        if (step.Options.FileExistsBehavior is { } behavior)
        {
            arguments.AddRange(["--file-exists-behavior", behavior]);
        }
        return [.. arguments];
    }

    // The cases were measured with the sandbox's real path written into the appspec; what is installed of the appspec itself shows it.
    private string? Measured(TreeEntry entry)
    {
        var path = Path.Combine(scratch.Root, entry.Path);
        return entry.Type == "file" && Path.GetFileName(path) == "appspec.yml"
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(DestinationOrObject().Replace(File.ReadAllText(path), "$1@ROOT@/"))))
            : entry.Content;
    }

    [GeneratedRegex("((destination|object): *\"?)/")]
    private static partial Regex DestinationOrObject();

    private void CompareTree()
    {
        var expected = conformanceCase.Expect.Tree.ToDictionary(entry => entry.Path, entry => Describe(
            entry.Type, entry.Mode ?? "", entry.Uid, entry.Gid, entry.Sha256 ?? entry.Target, entry.Mtime?.ToString(CultureInfo.InvariantCulture)));
        var actual = TreeEntry.Below(scratch.Root, placeholder: true).Where(entry => entry.Path is not ("trace.log" or "env.log"))
            .ToDictionary(entry => entry.Path, entry => Describe(
                entry.Type, entry.Mode, entry.Uid, entry.Gid, Measured(entry),
                conformanceCase.Expect.Tree.Any(other => other.Path == entry.Path && other.Mtime is not null) ? entry.Modified.Split('.')[0] : null));
        foreach (var path in expected.Keys.Union(actual.Keys).Order(StringComparer.Ordinal))
        {
            var (wanted, found) = (expected.GetValueOrDefault(path), actual.GetValueOrDefault(path));
            if (wanted != found)
            {
                differences.Add($"{path}: expected {wanted ?? "nothing"}, found {found ?? "nothing"}");
            }
        }
    }

    private static string Describe(string type, string mode, int uid, int gid, string? content, string? mtime) =>
        $"{type} {(type == "symlink" ? "" : mode)} {(Machine.IsRoot ? $"{uid}:{gid}" : "")} {content} {mtime}";

    private void CompareTrace()
    {
        if (conformanceCase.Expect.Trace is { } expected)
        {
            CompareLines("trace", expected, Lines("trace.log"));
        }
    }

    private void CompareScriptLog()
    {
        if (conformanceCase.Expect.ScriptLog is { } expected && last is not null)
        {
            var actual = last.ScriptLog.Select(line => line.Replace(scratch.Root, "@ROOT@", StringComparison.Ordinal)).ToList();
            CompareLines("scriptLog", expected.Where(line => !IsError(line)), actual.Where(line => !IsError(line)));
            CompareLines("scriptLog (stderr)", expected.Where(IsError), actual.Where(IsError));
        }
    }

    private static bool IsError(string line) => line.StartsWith("[stderr]", StringComparison.Ordinal);

    private void CompareLines(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        if (!expected.SequenceEqual(actual))
        {
            differences.Add($"{what}: expected\n    {string.Join("\n    ", expected)}\n  found\n    {string.Join("\n    ", actual)}");
        }
    }

    private void CompareEnvironment()
    {
        if (conformanceCase.Expect.Env is not { } expected)
        {
            return;
        }
        // A line is "Event NAME=value".
        var actual = Lines("env.log").Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0].Replace(' ', '.'), parts => parts[1]);
        var ids = new HashSet<string>();
        foreach (var (name, wanted) in expected)
        {
            var found = actual.GetValueOrDefault(name, "<no line>");
            var agrees = wanted switch
            {
                "<any>" => found is not ("" or "<unset>" or "<no line>"),
                "<id>" => found is not ("" or "<unset>" or "<no line>") && (ids.Add(found) ? ids.Count == 1 : true),
                _ => found == wanted,
            };
            if (!agrees)
            {
                differences.Add($"{name}: expected {wanted}, found {found}");
            }
        }
    }

    private string[] Lines(string file)
    {
        var path = Path.Combine(scratch.Root, file);
        return File.Exists(path)
            ? File.ReadAllText(path).Replace(scratch.Root, "@ROOT@", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : [];
    }
}
