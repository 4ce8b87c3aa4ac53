using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Batch;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5008, SLW5201 and SLW5202: the way through a batch file.</summary>
internal static class BatchFlowRules
{
    /// <summary>Programs that are batch files on Windows.</summary>
    private static readonly HashSet<string> BatchPrograms = new(StringComparer.Ordinal)
    {
        "npm", "npx", "yarn", "pnpm", "ng", "tsc", "gulp", "grunt", "mvn", "gradle", "gradlew", "code", "az",
    };

    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "echo", "set", "setlocal", "endlocal", "cd", "chdir", "pushd", "popd", "title", "color", "cls", "exit", "goto", "shift", "ver", "timeout", "ping", "pause", "path", "prompt",
        "chcp", "verify", "break", "md", "mkdir", "type", "assoc", "date", "time", "start",
    };

    /// <summary>A command whose failure nobody notices, where a later one decides.</summary>
    public static void FailureIgnored(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.Batch(context))
        {
            if (WindowsScripts.IsOnlyForStop(context, file)) continue;
            var commands = script.Commands;
            var first = -1;
            var count = 0;
            for (var i = 0; i < commands.Length; i++)
            {
                if (!CanFail(script, commands[i])) continue;
                if (first < 0) first = i;
                count++;
            }

            if (count < 2 || IsHandled(script, commands[first].Start)) continue;
            var command = commands[first];
            var last = first;
            while (commands[last].After == BatchConnector.Pipe && last + 1 < commands.Length) last++;
            var word = script.Words[command.FirstWord];
            var name = script.Text.Substring(word.Start, word.Length);
            report.AddIn(file.File, report.DefaultSeverity, file.Range(word.Start, word.Length), name, "Append '|| exit /b 1'.")
                .With("Leave the script when the command fails", new TextChange(commands[last].End, 0, " || exit /b 1"));
        }
    }

    /// <summary>Whether anything behind an offset looks at how commands ended.</summary>
    private static bool IsHandled(BatchScript script, int from)
    {
        if (script.IndexOf("errorlevel", from) >= 0) return true;
        foreach (var command in script.Commands)
        {
            if (command.Start >= from && (command.After is BatchConnector.Or or BatchConnector.And || command.Before is BatchConnector.Or or BatchConnector.And)) return true;
        }

        return false;
    }

    private static bool CanFail(BatchScript script, in BatchCommand command)
    {
        if (command.Before == BatchConnector.Pipe) return false;
        var name = script.Program(command);
        if (name == "call") return command.WordCount > 1 && script.Text[script.Words[command.FirstWord + 1].Start] != ':';
        return !Harmless.Contains(name);
    }

    /// <summary>A batch file that takes the place of this one.</summary>
    public static void CallMissing(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.Batch(context))
        {
            var commands = script.Commands;
            for (var i = 0; i < commands.Length; i++)
            {
                if (!IsBatchFile(script, commands[i]) || commands[i].After == BatchConnector.Pipe || commands[i].Before == BatchConnector.Pipe) continue;
                if (IsLastOfBranch(script, i) || !HasMore(script, i)) continue;
                var word = script.Words[commands[i].FirstWord];
                report.AddIn(file.File, report.DefaultSeverity, file.Range(word.Start, word.Length), script.Text.Substring(word.Start, word.Length))
                    .With("Insert call", new TextChange(word.Start, 0, "call "));
            }
        }
    }

    private static bool IsBatchFile(BatchScript script, in BatchCommand command)
    {
        var name = script.Program(command);
        return name.EndsWith(".bat", StringComparison.Ordinal) || name.EndsWith(".cmd", StringComparison.Ordinal)
            || (BatchPrograms.Contains(name) && !script.Value(script.Words[command.FirstWord]).EndsWith(".exe", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a command is the last that an if decides about: then the author may well mean to hand over.</summary>
    private static bool IsLastOfBranch(BatchScript script, int index)
    {
        if (!script.IsIn(script.Commands[index].Block, BatchBlockKind.If) && !script.IsIn(script.Commands[index].Block, BatchBlockKind.Else)) return false;
        if (script.IsIn(script.Commands[index].Block, BatchBlockKind.For)) return false;
        if (index + 1 >= script.Commands.Length) return true;
        var next = script.Commands[index + 1];
        return !IsInside(script, next.Block, script.Commands[index].Block) || (next.Line == script.Commands[index].Line && IsLeaving(script, next));
    }

    /// <summary>
    /// Whether anything is left to run. What cmd has read together with the command still runs; the lines below do not, which makes no
    /// difference where they only leave the script.
    /// </summary>
    private static bool HasMore(BatchScript script, int index)
    {
        var next = index + 1;
        while (next < script.Commands.Length && script.Commands[next].Line == script.Commands[index].Line) next++;
        return next < script.Commands.Length && !IsLeaving(script, script.Commands[next]);
    }

    private static bool IsLeaving(BatchScript script, in BatchCommand command)
    {
        var name = script.Program(command);
        if (name == "exit") return command.WordCount < 3 || script.Has(command, "%errorlevel%");
        return name == "goto" && command.WordCount > 1 && script.Value(script.Words[command.FirstWord + 1]).Equals(":eof", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsInside(BatchScript script, int block, int outer)
    {
        while (block > outer) block = script.Blocks[block].Parent;
        return block == outer;
    }

    /// <summary>A jump to a label that is not there.</summary>
    public static void LabelMissing(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.Batch(context))
        {
            HashSet<string>? labels = null;
            var missing = 0;
            foreach (var command in script.Commands)
            {
                if (Target(script, command) is not { } target) continue;
                labels ??= new HashSet<string>(script.Labels.Select(label => script.Text.Substring(label.Start, label.Length)), StringComparer.OrdinalIgnoreCase) { "eof" };
                var name = script.Text.Substring(target.Start, target.Length);
                if (labels.Contains(name)) continue;
                var near = ++missing > NearestName.MostCompared ? null : NearestName.Of(name, labels.Where(label => !label.Equals("eof", StringComparison.OrdinalIgnoreCase)));
                var reported = report.AddIn(file.File, report.DefaultSeverity, file.Range(target.Start, target.Length), name, near is null ? "Add the label, or jump to :eof." : $"Did you mean ':{near}'?");
                if (near is not null) reported.With($"Replace by '{near}'", new TextChange(target.Start, target.Length, near));
            }
        }
    }

    /// <summary>The label that a command jumps to; null when it jumps nowhere, or to a label that is computed.</summary>
    private static Slipway.Specifications.Scripts.ScriptSpan? Target(BatchScript script, in BatchCommand command)
    {
        if (command.WordCount < 2) return null;
        var name = script.Program(command);
        var word = script.Words[command.FirstWord + 1];
        var text = script.Text;
        var at = word.Start;
        if (name == "call" ? text[at] != ':' : name != "goto") return null;
        while (at < word.End && text[at] == ':') at++;
        var end = at;
        while (end < word.End && !BatchReader.EndsLabel(text[end]))
        {
            if (text[end] is '%' or '!' or '^') return null;
            end++;
        }

        return end == at || (end < word.End && text[end] == '"') ? null : new(at, end - at);
    }
}
