using Slipway.Specifications.Scripts.PowerShell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>How a PowerShell script takes failures: where it stops at them, and which blocks pass them on.</summary>
internal sealed class PowerShellFailures
{
    private readonly PowerShellScript _script;

    /// <summary>Try blocks with a catch that leaves the script with a failure.</summary>
    private readonly bool[] _passesOn;

    private readonly int[] _reads;

    public PowerShellFailures(PowerShellScript script)
    {
        _script = script;
        _passesOn = new bool[script.Blocks.Length];
        foreach (var statement in script.Statements)
        {
            if (IsFailing(script, statement)) Mark(statement.Block);
        }

        MarkCallsOfFailingFunctions();
        StopsFrom = FirstStop(script);
        _reads = script.Variables.Where(variable => script.IsVariable(variable, "LASTEXITCODE") || script.IsVariable(variable, "?")).Select(variable => variable.Start).ToArray();
    }

    /// <summary>Where the script begins to stop at errors; <see cref="int.MaxValue"/> when it never does.</summary>
    public int StopsFrom { get; }

    /// <summary>Whether programs that fail stop the script too.</summary>
    public bool StopsAtPrograms => _script.IndexOf("PSNativeCommandUseErrorActionPreference") >= 0;

    /// <summary>Whether a command stands in a try whose catch ends the script with a failure, or in such a catch.</summary>
    public bool IsCaught(in PowerShellCommand command)
    {
        if (HasTrap) return true;
        for (var block = command.Block; block >= 0; block = _script.Blocks[block].Parent)
        {
            if (_script.Blocks[block].Kind == PowerShellBlockKind.Try && _passesOn[block]) return true;
            if (_script.Blocks[block].Kind == PowerShellBlockKind.Catch && _script.Blocks[block].Partner is >= 0 and var partner && _passesOn[partner]) return true;
        }

        return false;
    }

    /// <summary>Whether a command stands in a try whose catch swallows the failure.</summary>
    public bool IsSwallowed(in PowerShellCommand command)
    {
        for (var block = command.Block; block >= 0; block = _script.Blocks[block].Parent)
        {
            if (_script.Blocks[block].Kind == PowerShellBlockKind.Try) return !_passesOn[block];
        }

        return false;
    }

    /// <summary>Whether the exit code is read between two offsets.</summary>
    public bool IsRead(int from, int to)
    {
        var index = Array.BinarySearch(_reads, from);
        if (index < 0) index = ~index;
        return index < _reads.Length && _reads[index] < to;
    }

    /// <summary>Whether a statement leaves the script with a failure.</summary>
    public static bool IsFailing(PowerShellScript script, in PowerShellStatement statement)
    {
        if (statement.Keyword == PowerShellKeyword.Throw) return true;
        var text = script.Text;
        if (statement.Keyword == PowerShellKeyword.Exit)
        {
            var code = text.Substring(statement.Start + 4, Math.Max(0, statement.End - statement.Start - 4)).Trim();
            return code.Length > 0 && code != "0";
        }

        if (statement.HasCommand || statement.Keyword != PowerShellKeyword.None) return false;
        return Has(text, statement, "]::Exit(") || Has(text, statement, "SetShouldExit(");
    }

    private static bool Has(string text, in PowerShellStatement statement, string part) =>
        statement.End > statement.Start && text.IndexOf(part, statement.Start, Math.Min(statement.End, statement.Start + 200) - statement.Start, StringComparison.OrdinalIgnoreCase) >= 0;

    private bool HasTrap { get; set; }

    private void Mark(int block)
    {
        for (; block >= 0; block = _script.Blocks[block].Parent)
        {
            if (_script.Blocks[block].Kind == PowerShellBlockKind.Trap) HasTrap = true;
            if (_script.Blocks[block].Kind is not PowerShellBlockKind.Catch || _script.Blocks[block].Partner < 0) continue;
            _passesOn[_script.Blocks[block].Partner] = true;
            return;
        }
    }

    /// <summary>A catch that calls a function of the script which ends it counts too.</summary>
    private void MarkCallsOfFailingFunctions()
    {
        HashSet<string>? failing = null;
        foreach (var statement in _script.Statements)
        {
            if (!IsFailing(_script, statement)) continue;
            for (var block = statement.Block; block > 0; block = _script.Blocks[block].Parent)
            {
                if (_script.Blocks[block].Kind != PowerShellBlockKind.Function || _script.Blocks[block].Statement < 0) continue;
                (failing ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase)).Add(NameOfFunction(_script.Statements[_script.Blocks[block].Statement]));
                break;
            }
        }

        if (failing is null) return;
        foreach (var command in _script.Commands)
        {
            if (_script.IsIn(command.Block, PowerShellBlockKind.Catch) && _script.Name(command) is { } name && failing.Contains(name)) Mark(command.Block);
        }
    }

    private string NameOfFunction(in PowerShellStatement statement)
    {
        var words = _script.Text.Substring(statement.Start, Math.Min(statement.End - statement.Start, 200)).Split([' ', '\t', '(', '{', '\r', '\n'], 3, StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2 ? "" : words[1].Substring(words[1].IndexOf(':') + 1);
    }

    private static int FirstStop(PowerShellScript script)
    {
        var first = int.MaxValue;
        foreach (var assignment in script.Assignments)
        {
            if (assignment.Start >= first || script.IsIn(assignment.Block, PowerShellBlockKind.Function)) continue;
            var target = script.Text.Substring(assignment.Start, Math.Min(assignment.Operator - assignment.Start, 200)).Trim().Trim('}');
            var isPreference = target.EndsWith("ErrorActionPreference", StringComparison.OrdinalIgnoreCase) && !target.EndsWith("UseErrorActionPreference", StringComparison.OrdinalIgnoreCase);
            var isDefault = target.IndexOf("PSDefaultParameterValues", StringComparison.OrdinalIgnoreCase) >= 0 && target.IndexOf("ErrorAction", StringComparison.OrdinalIgnoreCase) >= 0;
            if (!isPreference && !isDefault) continue;
            var value = script.Text.Substring(assignment.ValueStart, Math.Min(assignment.End - assignment.ValueStart, 200)).Trim().Trim('\'', '"');
            if (value.Equals("Stop", StringComparison.OrdinalIgnoreCase) || value.EndsWith("::Stop", StringComparison.OrdinalIgnoreCase)) first = assignment.Start;
        }

        foreach (var command in script.Commands)
        {
            if (command.Start >= first) break;
            if (!script.IsCalled(command, "Set-Variable") && !script.IsCalled(command, "sv")) continue;
            var written = script.Text.Substring(command.Start, Math.Min(command.End - command.Start, 200));
            if (written.IndexOf("ErrorActionPreference", StringComparison.OrdinalIgnoreCase) >= 0 && written.IndexOf("Stop", StringComparison.OrdinalIgnoreCase) >= 0) first = command.Start;
        }

        return first;
    }
}
