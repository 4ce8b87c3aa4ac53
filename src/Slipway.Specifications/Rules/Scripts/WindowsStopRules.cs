using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Batch;
using Slipway.Specifications.Scripts.PowerShell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5016 and SLW5020 on Windows: scripts that stop something.</summary>
internal static class WindowsStopRules
{
    /// <summary>Seconds from which a restart that was asked for leaves the deployment enough time to end.</summary>
    private const int LongEnough = 300;

    private static readonly string[] AgentNames = ["codedeployagent", "codedeploy-agent"];

    public static void PowerShellStopBlocks(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.PowerShell(context))
        {
            if (!WindowsScripts.IsOfPreviousRevision(context, file)) continue;
            var failures = new PowerShellFailures(script);
            for (var i = 0; i < script.Commands.Length; i++)
            {
                var command = script.Commands[i];
                if (!StopsSomething(script, command) || command.Position > 0 || PowerShellPrograms.ErrorAction(script, command) is { } action && !action.Equals("Stop", StringComparison.OrdinalIgnoreCase)) continue;
                if (IsGuarded(script, command.Block) || failures.IsSwallowed(command) || !Decides(script, failures, i)) continue;
                var reported = report.AddTextIn(file.File, report.DefaultSeverity, file.Range(command.Start, command.End - command.Start), Blocks(script.Text, command.Start, command.End, "-ErrorAction SilentlyContinue"));
                if (IsCmdlet(script, command) && PowerShellPrograms.ErrorAction(script, command) is null)
                {
                    reported.With("Append -ErrorAction SilentlyContinue", new TextChange(command.End, 0, " -ErrorAction SilentlyContinue"));
                }
            }
        }
    }

    private static bool IsCmdlet(PowerShellScript script, in PowerShellCommand command) => script.Program(command) is "stop-process" or "stop-service" or "kill" or "spps";

    private static bool StopsSomething(PowerShellScript script, in PowerShellCommand command)
    {
        if (IsCmdlet(script, command)) return true;
        if (script.Program(command) is not { } program || command.WordCount < 2) return false;
        return IsStopping(program, script.Value(script.Words[command.FirstWord + 1]) ?? "");
    }

    private static bool IsStopping(string program, string verb) => program switch
    {
        "taskkill" => true,
        "net" => verb.Equals("stop", StringComparison.OrdinalIgnoreCase),
        "docker" => verb is "stop" or "rm" or "kill",
        "pm2" => verb is "stop" or "delete",
        _ => false,
    };

    /// <summary>Whether an if or a loop over what is there stands around a command.</summary>
    private static bool IsGuarded(PowerShellScript script, int block)
    {
        for (; block > 0; block = script.Blocks[block].Parent)
        {
            if (script.Blocks[block].Kind is PowerShellBlockKind.If or PowerShellBlockKind.Loop or PowerShellBlockKind.Case or PowerShellBlockKind.ScriptBlock or PowerShellBlockKind.Function) return true;
        }

        return false;
    }

    /// <summary>Whether the script fails when a command does: errors of cmdlets under Stop or at the end, exit codes of programs where they are read.</summary>
    private static bool Decides(PowerShellScript script, PowerShellFailures failures, int index)
    {
        var command = script.Commands[index];
        if (!IsCmdlet(script, command)) return failures.IsRead(command.End, index + 1 < script.Commands.Length ? script.Commands[index + 1].Start : int.MaxValue);
        if (failures.StopsFrom < command.Start || PowerShellPrograms.ErrorAction(script, command) is not null) return true;
        var statement = script.Statements[command.Statement];
        return statement.Block == 0 && command.Statement == script.Statements.Length - 1;
    }

    public static void BatchStopBlocks(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.Batch(context))
        {
            if (script.Commands.Length == 0 || !WindowsScripts.IsOfPreviousRevision(context, file)) continue;
            for (var i = 0; i < script.Commands.Length; i++)
            {
                var command = script.Commands[i];
                if (command.WordCount < 2 || !IsStopping(script.Program(command), script.Value(script.Words[command.FirstWord + 1]))) continue;
                if (command.Block != 0 || command.After == BatchConnector.Pipe || !Decides(script, i)) continue;
                report.AddTextIn(file.File, report.DefaultSeverity, file.Range(command.Start, command.End - command.Start), Blocks(script.Text, command.Start, command.End, "|| exit /b 0"))
                    .With("Append || exit /b 0", new TextChange(command.End, 0, " || exit /b 0"));
            }
        }
    }

    /// <summary>Whether the exit code of a command becomes that of the script.</summary>
    private static bool Decides(BatchScript script, int index)
    {
        var command = script.Commands[index];
        if (command.After == BatchConnector.Or && index + 1 < script.Commands.Length)
        {
            var other = script.Commands[index + 1];
            return script.Program(other) == "exit" && !script.Has(other, "0");
        }

        if (index + 1 == script.Commands.Length) return command.After == BatchConnector.None;
        if (index + 2 != script.Commands.Length) return false;
        var last = script.Commands[index + 1];
        return script.Program(last) == "exit" && (script.Has(last, "%errorlevel%") || last.WordCount == 1 || (last.WordCount == 2 && script.Has(last, "/b")));
    }

    public static void PowerShellStopsAgent(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.PowerShell(context))
        {
            foreach (var command in script.Commands)
            {
                if (script.Program(command) is not { } program || !CanStop(program)) continue;
                var words = program is "shutdown" or "restart-computer" or "stop-computer" ? [] : Values(script, command);
                var isStop = program switch
                {
                    "restart-computer" or "stop-computer" => true,
                    "shutdown" => IsShutdown(context, file, Values(script, command)),
                    "restart-service" or "stop-service" or "spsv" => Names(words),
                    _ => IsAgentStop(program, words),
                };
                if (isStop) report.AddIn(file.File, report.DefaultSeverity, file.Range(command.Start, command.End - command.Start), Shown(script.Text, command.Start, command.End));
            }
        }
    }

    public static void BatchStopsAgent(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.Batch(context))
        {
            foreach (var command in script.Commands)
            {
                var program = script.Program(command);
                if (program is not ("shutdown" or "net" or "sc" or "powershell")) continue;
                var words = Values(script, command);
                var isStop = program switch
                {
                    "shutdown" => IsShutdown(context, file, words),
                    "powershell" => words.Exists(word => word.Equals("Restart-Computer", StringComparison.OrdinalIgnoreCase) || word.StartsWith("Restart-Computer ", StringComparison.OrdinalIgnoreCase)),
                    _ => IsAgentStop(program, words),
                };
                if (isStop) report.AddIn(file.File, report.DefaultSeverity, file.Range(command.Start, command.End - command.Start), Shown(script.Text, command.Start, command.End));
            }
        }
    }

    private static bool CanStop(string program) => program is "shutdown" or "restart-computer" or "stop-computer" or "restart-service" or "stop-service" or "spsv" or "net" or "sc";

    private static bool IsAgentStop(string program, List<string> words) =>
        words.Count > 1 && Names(words)
        && ((program is "net" && words[0].Equals("stop", StringComparison.OrdinalIgnoreCase))
            || (program is "sc" && (words.Contains("stop", StringComparer.OrdinalIgnoreCase) || words.Contains("delete", StringComparer.OrdinalIgnoreCase))));

    private static bool Names(List<string> words) => words.Exists(word => Array.Exists(AgentNames, name => word.Equals(name, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether Windows would go down while the deployment runs.</summary>
    private static bool IsShutdown(RuleContext context, ScriptFile file, List<string> words)
    {
        var asks = words.Exists(word => word.Length == 2 && word[0] is '/' or '-' && char.ToLowerInvariant(word[1]) is 'r' or 's' or 'g' or 'p');
        if (!asks) return false;
        var time = words.FindIndex(word => word.Equals("/t", StringComparison.OrdinalIgnoreCase) || word.Equals("-t", StringComparison.OrdinalIgnoreCase));
        var waits = time >= 0 && time + 1 < words.Count && int.TryParse(words[time + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= LongEnough;
        return !waits || !WindowsScripts.IsInLastEvent(context, file);
    }

    private static List<string> Values(PowerShellScript script, in PowerShellCommand command)
    {
        var values = new List<string>();
        for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++) values.Add(script.Unquoted(script.Words[i]));
        return values;
    }

    private static List<string> Values(BatchScript script, in BatchCommand command)
    {
        var values = new List<string>();
        for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++) values.Add(script.Value(script.Words[i]));
        return values;
    }

    private static string Blocks(string text, int start, int end, string appended) =>
        $"'{Shown(text, start, end)}' fails when nothing is running; this script is taken from the previous revision, so the next deployment cannot start and a fix in the new revision is not used. Append '{appended}'.";

    private static string Shown(string text, int start, int end) => text.Substring(start, Math.Min(end - start, 80));
}
