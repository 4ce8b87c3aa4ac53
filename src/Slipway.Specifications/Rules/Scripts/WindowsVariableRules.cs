using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Batch;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5014 on Windows: environment variables that nobody sets.</summary>
internal static class WindowsVariableRules
{
    public static void PowerShellUnset(RuleContext context, RuleReport report)
    {
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
                if (near is null && !WindowsVariables.IsOfBuild(environment)) continue;
                names ??= new PowerShellNames(script);
                if (names.ReadsOthers || names.IsGiven(name)) continue;
                var at = script.Text.IndexOf(environment, variable.Start, variable.Length, StringComparison.Ordinal);
                Add(file, report, variable.Start, variable.Length, at, environment, near);
            }
        }
    }

    public static void BatchUnset(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.Batch(context))
        {
            BatchNames? names = null;
            foreach (var (start, end) in References(script))
            {
                var name = script.Text.Substring(start + 1, end - start - 1);
                var near = WindowsVariables.Near(name);
                if (near is null && !WindowsVariables.IsOfBuild(name)) continue;
                names ??= new BatchNames(script);
                if (!names.ReadsOthers && !names.IsGiven(name)) Add(file, report, start, end + 1 - start, start + 1, name, near);
            }
        }
    }

    private static void Add(ScriptFile file, RuleReport report, int start, int length, int nameAt, string name, string? near)
    {
        var reported = report.AddIn(file.File, report.DefaultSeverity, file.Range(start, length), name,
            near is null ? "It belongs to the build; write the value into a file of the revision." : $"Did you mean '{near}'?");
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
