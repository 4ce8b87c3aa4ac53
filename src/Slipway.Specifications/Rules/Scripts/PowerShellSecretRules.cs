using Slipway.Specifications.Scripts.PowerShell;
using Slipway.Specifications.Secrets;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5022 in PowerShell: passwords and keys that are written down.</summary>
internal static class PowerShellSecretRules
{
    public static void SecretWritten(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.PowerShell(context))
        {
            if (!ScriptOptions.MayHoldSecret(script.Text)) continue;
            foreach (var assignment in script.Assignments)
            {
                if (Literal(script, assignment.ValueStart, assignment.End) is not { } value || NameOf(script, assignment) is not { } name) continue;
                report.AddIn(file.File, report.DefaultSeverity, file.Range(value.Start, value.End - value.Start), name);
            }

            foreach (var command in script.Commands)
            {
                if (Find(script, command) is not { } found) continue;
                report.AddIn(file.File, report.DefaultSeverity, file.Range(found.Start, found.Length), found.Name);
            }
        }
    }

    /// <summary>A value that is one text in quotes and a secret; null otherwise.</summary>
    private static (int Start, int End)? Literal(PowerShellScript script, int start, int end)
    {
        var text = script.Text;
        while (start < end && text[start] is ' ' or '\t') start++;
        if (end - start is < 5 or > 500 || text[start] is not ('\'' or '"') || text[end - 1] != text[start]) return null;
        var value = text.Substring(start + 1, end - start - 2);
        return value.IndexOf(text[start]) < 0 && LiteralSecret.IsLiteral(value) ? (start, end) : null;
    }

    /// <summary>The name that is assigned, when it is one of a secret.</summary>
    private static string? NameOf(PowerShellScript script, in PowerShellAssignment assignment)
    {
        var text = script.Text;
        var end = assignment.Operator;
        while (end > assignment.Start && text[end - 1] is ' ' or '\t' or '\'' or '"' or '}' or ']') end--;
        var start = end;
        while (start > assignment.Start && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '-')) start--;
        var name = text.Substring(start, end - start);
        return IsName(name) ? name : null;
    }

    private static bool IsName(string name) => LiteralSecret.IsSecretName(name) && !name.EndsWith("PublicKeyToken", StringComparison.OrdinalIgnoreCase);

    private static (int Start, int Length, string Name)? Find(PowerShellScript script, in PowerShellCommand command)
    {
        var program = script.Program(command);
        if (program is null || command.WordCount < 2) return null;
        if (program == "convertto-securestring") return SecureString(script, command);
        if (program is "net" or "net1") return NetUser(script, command);
        for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++)
        {
            var word = script.Words[i];
            if (!IsCandidate(script.Text, word.Start, word.Length, program)) continue;
            var next = i + 1 < command.FirstWord + command.WordCount && IsPlain(script.Words[i + 1]) ? script.Unquoted(script.Words[i + 1]) : null;
            if (word.Length > 500 || ScriptOptions.Secret(program, script.Text.Substring(word.Start, word.Length), word.Expands ? null : script.Unquoted(word), next) is not { } option) continue;
            var at = option.IsNext ? script.Words[i + 1] : word;
            return (at.Start, at.Length, option.Name);
        }

        return null;
    }

    /// <summary>An option, or a URL.</summary>
    private static bool IsCandidate(string text, int start, int length, string program) =>
        ((text[start] is '-' or '/') && (length > 6 || program is "mysql" or "mysqldump" or "mysqladmin" or "curl")) || text.IndexOf("://", start, length, StringComparison.Ordinal) >= 0;

    private static bool IsPlain(in PowerShellWord word) => !word.Expands && word.Kind is PowerShellWordKind.Bare or PowerShellWordKind.Quoted;

    private static (int Start, int Length, string Name)? SecureString(PowerShellScript script, in PowerShellCommand command)
    {
        if (script.Parameter(command, "-AsPlainText", 3) < 0) return null;
        for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++)
        {
            var word = script.Words[i];
            if (word.Kind == PowerShellWordKind.Quoted && script.Value(word) is { } value && LiteralSecret.IsLiteral(value)) return (word.Start, word.Length, "ConvertTo-SecureString");
        }

        return null;
    }

    private static (int Start, int Length, string Name)? NetUser(PowerShellScript script, in PowerShellCommand command)
    {
        if (command.WordCount < 4) return null;
        var word = script.Words[command.FirstWord + 3];
        return IsPlain(word) && ScriptOptions.IsNetUser(script.Unquoted(script.Words[command.FirstWord + 1]), script.Unquoted(word)) ? (word.Start, word.Length, "net user") : null;
    }
}
