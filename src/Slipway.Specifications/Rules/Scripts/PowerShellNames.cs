using Slipway.Specifications.Scripts.PowerShell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>Which variables of a script have a value that the script, PowerShell, Windows or CodeDeploy gives them, or are looked at before use.</summary>
internal sealed class PowerShellNames
{
    private static readonly HashSet<string> Automatic = new(StringComparer.OrdinalIgnoreCase)
    {
        "_", "PSItem", "PSScriptRoot", "PSCommandPath", "PSHOME", "HOME", "PWD", "args", "input", "this", "Matches", "MyInvocation", "PSBoundParameters", "PSCmdlet", "Host", "PID", "PROFILE", "null", "true", "false", "error",
    };

    private readonly HashSet<string> _given = new(StringComparer.OrdinalIgnoreCase);

    public PowerShellNames(PowerShellScript script)
    {
        foreach (var variable in script.Variables)
        {
            if (IsWritten(script, variable) || IsTested(script, variable)) _given.Add(WithoutScope(script.NameOf(variable)));
        }

        foreach (var command in script.Commands)
        {
            if (command.Call == '.' || (script.Program(command) is { } name && name is "import-module" or "ipmo" or "invoke-expression" or "iex")) ReadsOthers = true;
            AddNamed(script, command);
        }

        ReadsOthers |= script.IndexOf("SetEnvironmentVariable") >= 0;
        IsStrict = script.IndexOf("Set-StrictMode") >= 0;
    }

    /// <summary>Whether other code may set variables.</summary>
    public bool ReadsOthers { get; }

    private bool IsStrict { get; }

    /// <summary>Whether a variable has a value, or the script ends where it has none.</summary>
    public bool IsKnown(string name)
    {
        if (ReadsOthers || IsGiven(name)) return true;
        if (name.StartsWith("env:", StringComparison.OrdinalIgnoreCase)) return WindowsVariables.IsSet(name.Substring(4));
        return IsStrict || Automatic.Contains(WithoutScope(name));
    }

    /// <summary>Whether the script assigns or tests a variable.</summary>
    public bool IsGiven(string name) => _given.Contains(WithoutScope(name));

    private static string WithoutScope(string name) =>
        name.StartsWith("env:", StringComparison.OrdinalIgnoreCase) ? name : name.Substring(name.IndexOf(':') + 1);

    /// <summary>Whether a variable is assigned, declared as a parameter, or runs through a loop.</summary>
    private static bool IsWritten(PowerShellScript script, in PowerShellVariable variable)
    {
        var kind = script.Blocks[variable.Block].Kind;
        if (kind == PowerShellBlockKind.Parameters) return true;
        var text = script.Text;
        var at = variable.Start + variable.Length;
        while (at < text.Length && text[at] is ' ' or '\t') at++;
        if (at >= text.Length) return false;
        if (text[at] == '=') return true;
        if (at + 1 < text.Length && text[at + 1] == '=' && text[at] is '+' or '-' or '*' or '/') return true;

        // One of several on the left, or the variable of a loop.
        if (text[at] == ',') return true;
        return kind == PowerShellBlockKind.Condition && at + 2 < text.Length && string.Compare(text, at, "in ", 0, 3, StringComparison.OrdinalIgnoreCase) == 0;
    }

    /// <summary>Whether a condition asks only if a variable has a value.</summary>
    private static bool IsTested(PowerShellScript script, in PowerShellVariable variable)
    {
        var text = script.Text;
        var before = variable.Start;
        while (before > 0 && text[before - 1] is ' ' or '\t' or '(' or '!') before--;
        var after = variable.Start + variable.Length;
        while (after < text.Length && text[after] is ' ' or '\t') after++;
        var endsCondition = after < text.Length && (text[after] == ')' || Starts(text, after, "-and") || Starts(text, after, "-or") || Starts(text, after, "-eq $null") || Starts(text, after, "-ne $null")
            || Starts(text, after, "-eq ''") || Starts(text, after, "-ne ''") || Starts(text, after, "-eq \"\"") || Starts(text, after, "-ne \"\""));
        if (Ends(text, before, "$null -ne") || Ends(text, before, "$null -eq") || Ends(text, before, "IsNullOrEmpty") || Ends(text, before, "IsNullOrWhiteSpace")) return true;
        if (Starts(text, after, "??")) return true;
        return endsCondition && (script.Blocks[variable.Block].Kind == PowerShellBlockKind.Condition || Ends(text, before, "-not"));
    }

    private static bool Starts(string text, int at, string part) => string.Compare(text, at, part, 0, part.Length, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool Ends(string text, int end, string part) => end >= part.Length && Starts(text, end - part.Length, part);

    /// <summary>Names without a dollar sign: Set-Variable, Test-Path env:X, Set-Item env:X, -OutVariable.</summary>
    private void AddNamed(PowerShellScript script, in PowerShellCommand command)
    {
        var name = script.Program(command);
        var takesName = name is "set-variable" or "sv" or "new-variable" or "nv";
        for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++)
        {
            var word = script.Words[i];
            if (word.Kind is not (PowerShellWordKind.Bare or PowerShellWordKind.Quoted) || word.Length > 100 || script.Value(word) is not { } value) continue;
            if (value.StartsWith("env:", StringComparison.OrdinalIgnoreCase)) _given.Add("env:" + value.Substring(4).TrimStart('\\', '/'));
            else if (takesName || (script.Words[i - 1].Kind == PowerShellWordKind.Parameter && script.Text.IndexOf("Variable", script.Words[i - 1].Start, script.Words[i - 1].Length, StringComparison.OrdinalIgnoreCase) > 0)) _given.Add(value);
        }
    }
}
