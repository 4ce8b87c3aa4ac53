using Slipway.Specifications.Rules;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Checks.ShellCheck;

/// <summary>Asks shellcheck about the shell scripts among the hooks, all of them in one process.</summary>
internal static class ShellCheckHooks
{
    private const string Rule = "SLW5031";

    /// <summary>What it says, by the scripts' names; null where it did not run or is not installed.</summary>
    /// <param name="scripts">The hook scripts.</param>
    /// <param name="sourceOf">Where a script stands, by its path in the revision.</param>
    /// <param name="program">The program.</param>
    /// <param name="notes">Gets a note when it failed, or when there was too much for it.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<ShellCheckRemark>>? Remarks(
        IReadOnlyList<ScriptFile> scripts, Func<string, string?> sourceOf, ShellCheckProgram program, List<CheckNote> notes, CancellationToken cancellation)
    {
        var asked = new Dictionary<string, string>(StringComparer.Ordinal);
        var bytes = 0L;
        var left = 0;
        foreach (var script in scripts)
        {
            // A file that stands nowhere (the appspec of a bundle) cannot be shown to a program.
            if (!script.IsShell || sourceOf(script.Path) is not { } source) continue;
            if (asked.Count == ShellCheckProgram.MostScripts || script.Content.Length > ShellCheckProgram.LargestScript || bytes + script.Content.Length > ShellCheckProgram.MostBytes) left++;
            else if (asked.TryAdd(source, script.File)) bytes += script.Content.Length;
        }

        if (left > 0)
        {
            notes.Add(new CheckNote(null, $"shellcheck was not asked about {left} of the scripts: at most {ShellCheckProgram.MostScripts} of {ShellCheckProgram.LargestScript >> 10} KiB each and {ShellCheckProgram.MostBytes >> 20} MiB together are."));
        }

        if (asked.Count == 0) return null;
        var outcome = program.Run([.. asked.Keys], cancellation);
        if (outcome.Failure is { } failure) notes.Add(new CheckNote(Rule, $"shellcheck failed: {failure}. The rules themselves have run; --no-shellcheck or SlipwayShellCheck=false leaves it out."));
        if (outcome.Remarks is not { } remarks) return null;
        return remarks.Where(remark => asked.ContainsKey(remark.File)).GroupBy(remark => asked[remark.File], remark => remark.Remark)
            .ToDictionary(group => group.Key, IReadOnlyList<ShellCheckRemark> (group) => [.. group], StringComparer.Ordinal);
    }
}
