using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5019: deletions that may hit something else.</summary>
internal static class ShellDeletion
{
    private static readonly string[] Roots = ["/", "/home", "/etc", "/usr", "/var"];

    private static readonly string[] AlwaysSet = ["HOME", "PWD", "OLDPWD", "TMPDIR", "USER", "LOGNAME", "PATH", "HOSTNAME", "RANDOM", "UID", "EUID", "SHELL", "BASH_SOURCE", "SLIPWAY_REVISION_DIR"];

    public static void WrongDirectory(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            HashSet<string>? tested = null;
            bool? open = null;
            ShellCall? moved = null;
            foreach (var call in hook.Script.Calls)
            {
                if (call.Name is "cd" or "pushd") moved = call;
                if (call.Name != "rm" || !hook.HasOption(call, "rR", "--recursive")) continue;
                for (var i = call.FirstArgument; i < call.End; i++)
                {
                    var word = hook.Script.Words[i];
                    if (hook.Script.Text[word.Start] == '-') continue;
                    if (IsRoot(hook.Script, word)) Report(report, hook, word, "belongs to the system", "Name the directory of the application.");
                    else if (Unset(hook, word) is { } variable && (open ??= IsOpen(hook)) == true)
                    {
                        tested ??= ShellNames.Tested(hook.Script);
                        var name = hook.Script.Name(variable);
                        if (tested.Contains(name)) continue;
                        Report(report, hook, word, $"is another path while {name} is empty", $"Write '${{{name}:?}}/'.")
                            .With($"Write '${{{name}:?}}'", new TextChange(variable.Start, variable.Length, $"${{{name}:?}}"));
                    }
                    else if (moved is { } cd && IsHere(hook.Script, word) && !cd.Node.IsTested && hook.Errexit > cd.Node.Start)
                    {
                        Report(report, hook, word, $"is whatever directory the script is in when '{hook.File.Text.Substring(cd.Node.Start, cd.Node.End - cd.Node.Start)}' fails", "Write '|| exit 1' behind the cd.")
                            .With("Append '|| exit 1' to the cd", new TextChange(cd.Node.End, 0, " || exit 1"));
                    }
                }
            }
        }
    }

    private static Reported Report(RuleReport report, ShellHook hook, ShellWord word, string why, string advice)
    {
        var account = hook.IsStarted && hook.Uses.All(use => use.RunAs is not null) ? hook.Uses[0].RunAs! : "root";
        return report.AddIn(hook.File.File, Severity.Warning, hook.Range(word), hook.Script.Shown(word), why, advice, account);
    }

    private static bool IsRoot(ShellScript script, ShellWord word)
    {
        if (script.Literal(word) is not { Length: > 0 } path) return false;
        if (path.Length > 1 && path.EndsWith("/*", StringComparison.Ordinal)) path = path.Substring(0, path.Length - 1);
        return Array.IndexOf(Roots, path.Length > 1 ? path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/" : path) >= 0;
    }

    private static bool IsHere(ShellScript script, ShellWord word) => script.Is(word, "*") || script.Is(word, ".") || script.Is(word, "./*") || script.Is(word, "./");

    /// <summary>The variable that a path starts with, where nothing in the script gives it a value.</summary>
    private static ShellVariable? Unset(ShellHook hook, ShellWord word)
    {
        if (word.VariableCount == 0 || hook.IsLibrary) return null;
        var variable = hook.Script.Variables[word.FirstVariable];
        if (variable.Start > word.Start + 1 || variable.Operator != '\0' || variable.NameLength == 0) return null;
        var text = hook.File.Text;
        var behind = variable.End < word.End && text[variable.End] == '"' ? variable.End + 1 : variable.End;
        if (behind >= word.End || text[behind] != '/' || text[variable.NameStart] is not ((>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '_')) return null;
        var name = hook.Script.Name(variable);
        return hook.Script.Assigned.Contains(name) || Array.IndexOf(AlwaysSet, name) >= 0 || Array.IndexOf(ShellNames.OfCodeDeploy, name) >= 0 ? null : variable;
    }

    /// <summary>Whether an unset variable is simply empty, and no other file could have set it.</summary>
    private static bool IsOpen(ShellHook hook) =>
        hook.Shebang?.Options.IndexOf('u') is not >= 0
        && !hook.Script.Calls.Any(call => call.Name is "." or "source" or "eval" || (call.Name == "set" && (hook.HasOption(call, "u") || hook.Operands(call).Contains("nounset"))));
}
