using Slipway.Specifications.Scripts.Batch;
using Slipway.Specifications.Secrets;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5022 in batch files: passwords and keys that are written down.</summary>
internal static class BatchSecretRules
{
    public static void SecretWritten(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.Batch(context))
        {
            if (!ScriptOptions.MayHoldSecret(script.Text)) continue;
            foreach (var command in script.Commands)
            {
                if (command.WordCount < 2 || Find(script, command) is not { } found) continue;
                report.AddIn(file.File, report.DefaultSeverity, file.Range(found.Start, found.Length), found.Name);
            }
        }
    }

    private static (int Start, int Length, string Name)? Find(BatchScript script, in BatchCommand command)
    {
        var program = script.Program(command);
        var first = script.Words[command.FirstWord + 1];
        if (program == "set") return Assigned(script, command, first);
        if (program == "echo") return null;
        if (command.WordCount > 3 && program is "net" or "net1")
        {
            var password = script.Words[command.FirstWord + 3];
            return ScriptOptions.IsNetUser(script.Value(first), script.Value(password)) ? (password.Start, password.Length, "net user") : null;
        }

        if (command.WordCount > 2 && program == "setx" && LiteralSecret.IsSecretName(script.Value(first)))
        {
            var value = script.Words[command.FirstWord + 2];
            return IsLiteral(script.Value(value)) ? (value.Start, value.Length, script.Value(first)) : null;
        }

        for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++)
        {
            var word = script.Words[i];
            if (script.Text[word.Start] is not ('-' or '/') && script.Text.IndexOf("://", word.Start, word.Length, StringComparison.Ordinal) < 0) continue;
            var value = script.Value(word);
            var next = i + 1 < command.FirstWord + command.WordCount && !script.Words[i + 1].IsTarget ? script.Value(script.Words[i + 1]) : null;
            if (word.IsTarget || ScriptOptions.Secret(program, script.Text.Substring(word.Start, word.Length), value, next) is not { } option) continue;
            var at = option.IsNext ? script.Words[i + 1] : word;
            return (at.Start, at.Length, option.Name);
        }

        return null;
    }

    private static bool IsLiteral(string value) => value.IndexOf('%') < 0 && !value.StartsWith("!", StringComparison.Ordinal) && LiteralSecret.IsLiteral(value);

    /// <summary><c>set NAME=value</c> and <c>set "NAME=value"</c>.</summary>
    private static (int Start, int Length, string Name)? Assigned(BatchScript script, in BatchCommand command, in BatchWord first)
    {
        var text = script.Text;
        var isQuoted = text[first.Start] == '"';
        var start = isQuoted ? first.Start + 1 : first.Start;
        var equals = text.IndexOf('=', start, first.End - start);
        if (equals <= start || !LiteralSecret.IsSecretName(text.Substring(start, equals - start))) return null;
        var end = isQuoted ? first.End - (text[first.End - 1] == '"' ? 1 : 0) : script.EndOfWords(command);
        return end > equals + 1 && IsLiteral(text.Substring(equals + 1, end - equals - 1)) ? (equals + 1, end - equals - 1, text.Substring(start, equals - start)) : null;
    }
}
