using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules.Scripts.Shell;
using Slipway.Specifications.Scripts.Batch;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5014 on Windows: environment variables that nobody sets.</summary>
internal static class WindowsVariableRules
{
    public static void PowerShellUnset(RuleContext context, RuleReport report)
    {
        bool? fromBucket = null;
        HashSet<string>? given = null;
        foreach (var (file, script) in WindowsScripts.PowerShell(context))
        {
            PowerShellNames? names = null;
            foreach (var variable in script.Variables)
            {
                if (variable.Length < 10 || string.Compare(script.Text, variable.Start + 1, "env:", 0, 4, StringComparison.OrdinalIgnoreCase) != 0
                    && string.Compare(script.Text, variable.Start + 1, "{env:", 0, 5, StringComparison.OrdinalIgnoreCase) != 0) continue;
                var name = script.NameOf(variable);
                var environment = name.Substring(4);
                var near = WindowsVariables.Near(environment);
                if (AdviceOn(context, environment, near, ref fromBucket) is not { } advice) continue;
                names ??= new PowerShellNames(script);
                given ??= InstanceVariables.Of(context);
                if (given.Contains(environment) || names.ReadsOthers || names.IsGiven(name)) continue;
                var at = script.Text.IndexOf(environment, variable.Start, variable.Length, StringComparison.Ordinal);
                Add(file, report, variable.Start, variable.Length, at, environment, near, advice);
            }
        }
    }

    public static void BatchUnset(RuleContext context, RuleReport report)
    {
        bool? fromBucket = null;
        HashSet<string>? given = null;
        foreach (var (file, script) in WindowsScripts.Batch(context))
        {
            BatchNames? names = null;
            foreach (var (start, end) in References(script))
            {
                var name = script.Text.Substring(start + 1, end - start - 1);
                var near = WindowsVariables.Near(name);
                if (AdviceOn(context, name, near, ref fromBucket) is not { } advice) continue;
                names ??= new BatchNames(script);
                given ??= InstanceVariables.Of(context);
                if (!given.Contains(name) && !names.ReadsOthers && !names.IsGiven(name)) Add(file, report, start, end + 1 - start, start + 1, name, near, advice);
            }
        }
    }

    /// <summary>What to do instead of reading a variable; null when the host may well know it.</summary>
    private static string? AdviceOn(RuleContext context, string name, string? near, ref bool? fromBucket)
    {
        if (near is not null) return $"Did you mean '{near}'?";
        if (WindowsVariables.IsOfBuild(name)) return "It belongs to the build; write the value into a file of the revision.";
        if (!name.Equals("BUNDLE_COMMIT", StringComparison.OrdinalIgnoreCase)) return null;
        return (fromBucket ??= ShellNames.ComesFromBucket(context)) ? ShellNames.OnlyFromGitHub : null;
    }

    private static void Add(ScriptFile file, RuleReport report, int start, int length, int nameAt, string name, string? near, string advice)
    {
        var reported = report.AddIn(file.File, report.DefaultSeverity, file.Range(start, length), name, advice);
        if (near is not null) reported.With($"Replace by {near}", new TextChange(nameAt, name.Length, near));
    }

    /// <summary><c>%NAME%</c> outside comments: the offsets of both percent signs.</summary>
    private static IEnumerable<(int Start, int End)> References(BatchScript script)
    {
        var text = script.Text;
        for (var at = text.IndexOf('%'); at >= 0 && at + 1 < text.Length; at = text.IndexOf('%', at + 1))
        {
            var end = at + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
            if (end == at + 1 || end >= text.Length || text[end] != '%' || char.IsDigit(text[at + 1]))
            {
                // %%i and %1 are no variables; the second sign must not begin one either.
                if (text[at + 1] == '%') at++;
                continue;
            }

            if (!script.IsComment(at)) yield return (at, end);
            at = end;
            if (at + 1 >= text.Length) yield break;
        }
    }
}
