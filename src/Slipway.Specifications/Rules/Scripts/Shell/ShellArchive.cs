using Slipway.Specifications.Findings;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5018: scripts that touch the agent's own copy of the revision.</summary>
internal static class ShellArchive
{
    private const string Root = "/opt/codedeploy-agent/deployment-root";

    public static void WritesIntoArchive(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            if (hook.File.Text.IndexOf("deployment-root", StringComparison.Ordinal) < 0) continue;
            var variables = VariablesBelowRoot(hook.Script);
            foreach (var word in hook.Script.Words)
            {
                if (IsBelowRoot(hook.Script, word, variables) && HasDeploymentId(hook.Script.Shown(word)))
                {
                    report.AddIn(hook.File.File, Severity.Error, hook.Range(word), hook.Script.Shown(word), "every deployment has another id");
                }
            }

            foreach (var word in Written(hook))
            {
                var shown = hook.Script.Shown(word);
                if (IsBelowRoot(hook.Script, word, variables) && !HasDeploymentId(shown) && shown.IndexOf("deployment-logs", StringComparison.Ordinal) < 0)
                {
                    report.AddIn(hook.File.File, Severity.Warning, hook.Range(word), shown, "the agent takes the scripts of the next ApplicationStop from");
                }
            }
        }
    }

    private static HashSet<string> VariablesBelowRoot(ShellScript script)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in script.Words)
        {
            if (word.IsAssignment && IsBelow(ShellScript.Unquoted(script.Text, word.EqualsAt + 1, word.End))) names.Add(script.Text.Substring(word.Start, word.EqualsAt - word.Start));
        }

        return names;
    }

    private static bool IsBelowRoot(ShellScript script, ShellWord word, HashSet<string> variables)
    {
        if (word.IsAssignment) return IsBelow(ShellScript.Unquoted(script.Text, word.EqualsAt + 1, word.End));
        if (script.Contains(word, Root)) return IsBelow(script.Shown(word));
        return word.VariableCount > 0 && script.Variables[word.FirstVariable] is var first && first.Start <= word.Start + 1 && variables.Contains(script.Name(first));
    }

    private static bool IsBelow(string path) => path == Root || path.StartsWith(Root + "/", StringComparison.Ordinal);

    /// <summary>Whether a part of the path is <c>d-</c> and nine letters or digits.</summary>
    private static bool HasDeploymentId(string path)
    {
        for (var at = path.IndexOf("/d-", StringComparison.Ordinal); at >= 0; at = path.IndexOf("/d-", at + 1, StringComparison.Ordinal))
        {
            var end = at + 3;
            while (end < path.Length && path[end] is (>= 'A' and <= 'Z') or (>= '0' and <= '9')) end++;
            if (end - at - 3 == 9 && (end == path.Length || path[end] == '/')) return true;
        }

        return false;
    }

    /// <summary>The words that name what is written.</summary>
    private static IEnumerable<ShellWord> Written(ShellHook hook)
    {
        foreach (var item in hook.Script.Redirections)
        {
            if (item.IsOutput) yield return item.Target;
        }

        foreach (var call in hook.Script.Calls)
        {
            switch (call.Name)
            {
                case "cp" when call.ArgumentCount > 0:
                    yield return hook.Script.Words[call.End - 1];
                    break;
                case "mv" or "rm" or "tee" or "chmod" or "chown":
                case "sed" when hook.HasOption(call, "i", "--in-place"):
                    for (var i = call.FirstArgument; i < call.End; i++) yield return hook.Script.Words[i];
                    break;
                case "tar" when call.ArgumentCount > 1 && Extracts(hook, call):
                case "git":
                    for (var i = call.FirstArgument; i + 1 < call.End; i++)
                    {
                        if (hook.Script.Is(hook.Script.Words[i], "-C") || hook.Script.Is(hook.Script.Words[i], "--directory")) yield return hook.Script.Words[i + 1];
                    }

                    break;
            }
        }
    }

    private static bool Extracts(ShellHook hook, ShellCall call) => hook.Script.Contains(hook.Script.Words[call.FirstArgument], "x");
}
