using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.EndToEnd.Tests.Conformance;
using Slipway.EndToEnd.Tests.Running;
using Slipway.Instances.Events;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Tests.Conformance;

/// <summary>Runs a case of deployments.jsonl through <see cref="Instance"/> in this process and says where it differs.</summary>
internal sealed class InstanceCaseRun(DeploymentCase conformanceCase, Scratch scratch)
{
    private static int deployments;
    private readonly List<string> differences = [];
    private readonly List<string> notes = [];
    private string? lastLog;

    public static IReadOnlyList<string> Differences(DeploymentCase conformanceCase)
    {
        using var scratch = new Scratch();
        var run = new InstanceCaseRun(conformanceCase, scratch);
        run.Deploy();
        UmaskGate.Run(null, () =>
        {
            run.CompareTree();
            run.CompareTrace();
            run.CompareScriptLog();
            run.CompareEnvironment();
        });
        return run.differences.Count == 0 ? [] : [.. run.differences, .. run.notes];
    }

    private void Deploy()
    {
        IReadOnlyList<DeploymentStep> steps = conformanceCase.Steps ?? [conformanceCase];
        var expected = conformanceCase.Expect.Steps ?? [conformanceCase.Expect.Succeeds];
        if (conformanceCase.Steps is not null) UmaskGate.Run(null, () => CaseFiles.Apply(conformanceCase.Before, scratch.Root, scratch.Root));
        foreach (var (number, step) in steps.Index())
        {
            var revision = "";
            UmaskGate.Run(null, () =>
            {
                CaseFiles.Apply(step.Before, scratch.Root, scratch.Root);
                revision = CaseFiles.Revision(step, scratch.PathOf($"revision-{number}"), scratch.Root);
            });
            UmaskGate.Run(step.Options.Umask, () =>
            {
                var succeeded = Deploy(step, revision);
                if (succeeded != expected[number]) differences.Add($"deployment {number}: expected {(expected[number] ? "success" : "failure")}");
            });
        }
    }

    private bool Deploy(DeploymentStep step, string revision)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);
        foreach (var (name, value) in step.Options.Env) environment[name] = value;
        var instance = new Instance(new() { Name = "local", Root = scratch.Root, StateFolder = scratch.State, InheritedEnvironment = environment });
        var id = "d-" + Interlocked.Increment(ref deployments).ToString("d9", CultureInfo.InvariantCulture);
        var group = step.Options.Group ?? "local";
        lastLog = Path.Combine(State.GroupFolder.Of(scratch.State, group).Deployment(id).ScriptsLog);
        var deployment = new InstanceDeployment
        {
            DeploymentId = id,
            ApplicationName = "Conformance",
            DeploymentGroupName = group,
            DeploymentGroupId = "g-1",
            Revision = revision,
            FileExistsBehavior = step.Options.FileExistsBehavior is { } behavior ? Enum.Parse<FileExistsBehavior>(behavior, ignoreCase: true) : null,
            Events = [.. LifecycleEvents.InOrder.Where(e => e is not (LifecycleEvents.BlockTraffic or LifecycleEvents.AllowTraffic))],
        };
        var events = new RecordedEvents();
        try
        {
            using var session = instance.Begin(deployment, events, CancellationToken.None);
            foreach (var lifecycleEvent in deployment.Events)
            {
                var result = session.Run(lifecycleEvent, CancellationToken.None);
                if (result.Status == EventStatus.Succeeded) continue;
                notes.Add($"(failed in {lifecycleEvent}: {result.Error})");
                session.Undo();
                return false;
            }

            session.Commit();
            return true;
        }
        catch (SlipwayException e)
        {
            notes.Add($"(refused: {e.Error})");
            return false;
        }
    }

    // The cases were measured with the sandbox's real path written into the appspec; what is installed of the appspec itself shows it.
    private string? Rooted(TreeEntry entry)
    {
        var path = Path.Combine(scratch.Root, entry.Path);
        return entry.Type == "file" && Path.GetFileName(path) == "appspec.yml"
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Regex.Replace(File.ReadAllText(path), "((destination|object): *\"?)/", "$1@ROOT@/"))))
            : entry.Content;
    }

    private void CompareTree()
    {
        var expected = conformanceCase.Expect.Tree.ToDictionary(entry => entry.Path, entry => Describe(
            entry.Type, entry.Mode ?? "", entry.Uid, entry.Gid, entry.Sha256 ?? entry.Target, entry.Mtime?.ToString(CultureInfo.InvariantCulture)));
        var actual = TreeEntry.Below(scratch.Root, placeholder: true).Where(entry => entry.Path is not ("trace.log" or "env.log"))
            .ToDictionary(entry => entry.Path, entry => Describe(
                entry.Type, entry.Mode, entry.Uid, entry.Gid, Rooted(entry),
                conformanceCase.Expect.Tree.Any(other => other.Path == entry.Path && other.Mtime is not null) ? entry.Modified.Split('.')[0] : null));
        foreach (var path in expected.Keys.Union(actual.Keys).Order(StringComparer.Ordinal))
        {
            var (wanted, found) = (expected.GetValueOrDefault(path), actual.GetValueOrDefault(path));
            if (wanted != found) differences.Add($"{path}: expected {wanted ?? "nothing"}, found {found ?? "nothing"}");
        }
    }

    private static string Describe(string type, string mode, int uid, int gid, string? content, string? mtime) =>
        $"{type} {(type == "symlink" ? "" : mode)} {(Machine.IsRoot ? $"{uid}:{gid}" : "")} {content} {mtime}";

    private void CompareTrace()
    {
        if (conformanceCase.Expect.Trace is { } expected) CompareLines("trace", expected, Lines(Path.Combine(scratch.Root, "trace.log")));
    }

    private void CompareScriptLog()
    {
        if (conformanceCase.Expect.ScriptLog is not { } expected) return;
        // Every entry is one line: the time, then the text; a script's carriage return is part of its text.
        var lines = !File.Exists(lastLog) ? [] : File.ReadAllText(lastLog).Replace(scratch.Root, "@ROOT@", StringComparison.Ordinal).Split('\n')[..^1].Select(line => line[20..]).ToArray();
        CompareLines("scriptLog", expected.Where(line => !IsError(line)), lines.Where(line => !IsError(line)));
        CompareLines("scriptLog (stderr)", expected.Where(IsError), lines.Where(IsError));
    }

    private static bool IsError(string line) => line.StartsWith("[stderr]", StringComparison.Ordinal);

    private void CompareLines(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        if (!expected.SequenceEqual(actual)) differences.Add($"{what}: expected\n    {string.Join("\n    ", expected)}\n  found\n    {string.Join("\n    ", actual)}");
    }

    private void CompareEnvironment()
    {
        if (conformanceCase.Expect.Env is not { } expected) return;
        var actual = Lines(Path.Combine(scratch.Root, "env.log")).Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0].Replace(' ', '.'), parts => parts[1]);
        var ids = new HashSet<string>();
        foreach (var (name, wanted) in expected)
        {
            var found = actual.GetValueOrDefault(name, "<no line>");
            var isSet = found is not ("" or "<unset>" or "<no line>");
            var agrees = wanted switch
            {
                "<any>" => isSet,
                "<id>" => isSet && (!ids.Add(found) || ids.Count == 1),
                _ => found == wanted,
            };
            if (!agrees) differences.Add($"{name}: expected {wanted}, found {found}");
        }
    }

    private string[] Lines(string path) => !File.Exists(path) ? []
        : File.ReadAllText(path).Replace(scratch.Root, "@ROOT@", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
