using Slipway.Specifications.Findings;
using Slipway.Specifications.Scripts.Shell;
using Slipway.Specifications.Secrets;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5022: secrets that are written down.</summary>
internal static class ShellSecrets
{
    public static void WrittenDown(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            var script = hook.Script;
            foreach (var word in script.Words)
            {
                if (word.IsAssignment) Assignment(hook, word, report);
                else if (script.Contains(word, "://")) Address(hook, word, report);
                else if (script.Starts(word, "--") && script.Text.IndexOf('=', word.Start, word.Length) is >= 0 and var at) Option(hook, report, script.Text.Substring(word.Start, at - word.Start), at + 1, word.End);
            }

            foreach (var call in script.Calls) Arguments(hook, call, report);
        }
    }

    private static void Assignment(ShellHook hook, ShellWord word, RuleReport report)
    {
        var end = word.Start;
        while (hook.File.Text[end] is not ('=' or '[' or '+')) end++;
        var name = hook.File.Text.Substring(word.Start, end - word.Start);
        if (!LiteralSecret.IsSecretName(name))
        {
            if (hook.Script.Contains(word, "://")) Address(hook, word, report);
            return;
        }

        if (!word.Has(ShellWordTraits.Array) && !word.Has(ShellWordTraits.Expansion)) Report(hook, report, name, word.EqualsAt + 1, word.End);
    }

    private static void Option(ShellHook hook, RuleReport report, string option, int start, int end)
    {
        if (LiteralSecret.IsSecretName(option.TrimStart('-')) && option != "--secret") Report(hook, report, option, start, end);
    }

    private static void Arguments(ShellHook hook, ShellCall call, RuleReport report)
    {
        var script = hook.Script;
        for (var i = call.FirstArgument; i < call.End; i++)
        {
            var word = script.Words[i];
            if (script.Text[word.Start] != '-') continue;
            var next = i + 1 < call.End && script.Text[script.Words[i + 1].Start] != '-' ? script.Words[i + 1] : (ShellWord?)null;
            if (script.Starts(word, "--") && next is { } value && word.Length > 4 && script.Text.IndexOf('=', word.Start, word.Length) < 0) Option(hook, report, script.Raw(word), value.Start, value.End);
            switch (call.Name)
            {
                case "mysql" or "mysqldump" or "mysqladmin" or "mysqlimport" or "mariadb" or "mariadb-dump" when script.Starts(word, "-p") && word.Length > 2:
                    Report(hook, report, "-p", word.Start + 2, word.End);
                    break;
                case "sshpass" when script.Starts(word, "-p") && word.Length > 2:
                    Report(hook, report, "-p", word.Start + 2, word.End);
                    break;
                case "sshpass" when script.Is(word, "-p") && next is { } password:
                    Report(hook, report, "-p", password.Start, password.End);
                    break;
                case "docker" when script.Is(word, "-p") && next is { } password && hook.FirstOperand(call) == "login":
                    Report(hook, report, "-p", password.Start, password.End);
                    break;
                case "curl" when (script.Is(word, "-u") || script.Is(word, "--user")) && next is { } account:
                    var colon = script.Text.IndexOf(':', account.Start, account.Length);
                    if (colon >= 0) Report(hook, report, script.Raw(word), colon + 1, account.End);
                    break;
            }
        }
    }

    /// <summary><c>scheme://user:password@host</c>.</summary>
    private static void Address(ShellHook hook, ShellWord word, RuleReport report)
    {
        var text = hook.File.Text;
        var start = text.IndexOf("://", word.Start, word.Length, StringComparison.Ordinal) + 3;
        var at = text.IndexOf('@', start, word.End - start);
        if (at < 0) return;
        var slash = text.IndexOf('/', start, at - start);
        var colon = text.IndexOf(':', start, at - start);
        if (slash >= 0 || colon < 0) return;
        Report(hook, report, "The address", colon + 1, at);
    }

    private static void Report(ShellHook hook, RuleReport report, string name, int start, int end)
    {
        if (end <= start) return;
        var value = ShellScript.Unquoted(hook.File.Text, start, end);
        // passwd is also a file and a command: cat_passwd='getent passwd'.
        if (!LiteralSecret.IsLiteral(value) || (name.EndsWith("passwd", StringComparison.Ordinal) && value.IndexOf(' ') >= 0)) return;
        report.AddIn(hook.File.File, Severity.Error, hook.File.Range(start, end - start), name);
    }
}
