using System.Globalization;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Batch;
using Slipway.Specifications.Scripts.PowerShell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5011 on Windows: scripts that ask somebody.</summary>
internal static class WindowsInputRules
{
    private const string NoConsole = "it waits until the timeout, or fails at once";

    public static void PowerShellAsks(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.PowerShell(context))
        {
            foreach (var command in script.Commands)
            {
                if (script.Program(command) is not { } name) continue;
                var word = script.Words[command.FirstWord];
                if (Asks(name, command))
                {
                    report.AddIn(file.File, report.DefaultSeverity, file.Range(word.Start, word.Length), script.Unquoted(word), NoConsole);
                    continue;
                }

                var confirm = script.Parameter(command, "-Confirm", 8);
                if (confirm < 0 || script.Text[script.Words[confirm].End - 1] == ':' || name.IndexOf('-') < 0) continue;
                var asked = script.Words[confirm];
                report.AddIn(file.File, report.DefaultSeverity, file.Range(asked.Start, asked.Length), "-Confirm", NoConsole)
                    .With("Answer with -Confirm:$false", new TextChange(asked.End, 0, ":$false"));
            }

            for (var at = script.IndexOf("$host.UI.Prompt"); at >= 0; at = script.IndexOf("$host.UI.Prompt", at + 1))
            {
                var end = at + 15;
                while (end < script.Text.Length && char.IsLetter(script.Text[end])) end++;
                report.AddIn(file.File, report.DefaultSeverity, file.Range(at, end - at), script.Text.Substring(at, end - at), NoConsole);
            }
        }
    }

    private static bool Asks(string name, in PowerShellCommand command) =>
        name.Equals("Read-Host", StringComparison.OrdinalIgnoreCase) || name.Equals("Pause", StringComparison.OrdinalIgnoreCase)
        || (name.Equals("Get-Credential", StringComparison.OrdinalIgnoreCase) && command.WordCount == 1);

    public static void BatchAsks(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.Batch(context))
        {
            foreach (var command in script.Commands)
            {
                if (command.HasInput || command.Before == BatchConnector.Pipe) continue;
                var word = script.Words[command.FirstWord];
                var name = script.Program(command);
                switch (name)
                {
                    case "pause":
                        report.AddIn(file.File, report.DefaultSeverity, file.Range(word.Start, word.Length), name, NoConsole).With(WithoutLine(script.Text, command));
                        break;
                    case "set" when script.Has(command, "/p"):
                        report.AddIn(file.File, report.DefaultSeverity, file.Range(word.Start, word.Length), "set /p", "it gets nothing");
                        break;
                    case "choice" when !script.Has(command, "/t"):
                        report.AddIn(file.File, report.DefaultSeverity, file.Range(word.Start, word.Length), name, NoConsole);
                        break;
                    case "timeout" when script.Has(command, "/t") || (command.WordCount > 1 && Seconds(script, command.FirstWord + 1) is not null):
                        report.AddIn(file.File, report.DefaultSeverity, file.Range(word.Start, word.Length), name, "without a console it fails (\"Input redirection is not supported\")")
                            .With(Ping(script, command));
                        break;
                }
            }
        }
    }

    /// <summary>Deletes a command that stands alone on its line.</summary>
    private static Fix? WithoutLine(string text, in BatchCommand command)
    {
        var start = ScriptLines.StartOf(text, command.Start);
        var end = ScriptLines.EndOf(text, command.End);
        if (!ScriptLines.IsBlank(text, command.End, end)) return null;
        for (var i = start; i < command.Start; i++)
        {
            if (text[i] is not (' ' or '\t' or '@')) return null;
        }

        return new Fix("Delete the line", [new TextChange(start, ScriptLines.NextOf(text, end) - start, "")]);
    }

    private static int? Seconds(BatchScript script, int word) =>
        word < script.Words.Length && int.TryParse(script.Value(script.Words[word]), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 100_000 ? seconds : null;

    /// <summary>Waits without a console: the pings are a second apart.</summary>
    private static Fix? Ping(BatchScript script, in BatchCommand command)
    {
        var option = script.IndexOf(command, "/t");
        if (Seconds(script, (option < 0 ? command.FirstWord : option) + 1) is not { } seconds) return null;
        var end = script.EndOfWords(command);
        var text = "ping -n " + (seconds + 1).ToString(CultureInfo.InvariantCulture) + " 127.0.0.1";
        return new Fix("Wait with ping", [new TextChange(command.Start, end - command.Start, command.HasOutput ? text : text + " >nul")]);
    }
}
