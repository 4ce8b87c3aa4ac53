namespace Slipway.Specifications.Scripts.PowerShell;

/// <summary>A script as the rules look at it: its commands with their words, where they stand, and what is a comment.</summary>
internal sealed class PowerShellScript(
    string text,
    int failedAt,
    PowerShellBlock[] blocks,
    PowerShellStatement[] statements,
    PowerShellCommand[] commands,
    PowerShellWord[] words,
    PowerShellVariable[] variables,
    PowerShellAssignment[] assignments,
    ScriptSpan[] comments,
    ScriptSpan[] version7)
{
    private readonly string?[] _programs = new string?[commands.Length];

    /// <summary>The text that all offsets count in.</summary>
    public string Text => text;

    /// <summary>Where the script is no longer understood; -1 when all of it is.</summary>
    public int FailedAt => failedAt;

    /// <summary>Whether rules may draw conclusions.</summary>
    public bool IsUnderstood => failedAt < 0;

    /// <summary>Stretches between brackets; the first is the script.</summary>
    public PowerShellBlock[] Blocks => blocks;

    public PowerShellStatement[] Statements => statements;

    public PowerShellCommand[] Commands => commands;

    public PowerShellWord[] Words => words;

    public PowerShellVariable[] Variables => variables;

    public PowerShellAssignment[] Assignments => assignments;

    public ScriptSpan[] Comments => comments;

    /// <summary>Operators that Windows PowerShell does not know.</summary>
    public ScriptSpan[] Version7 => version7;

    /// <summary>The name of a command as it is written, without quotes; null when it is computed.</summary>
    public string? Name(in PowerShellCommand command) => command.WordCount == 0 ? null : Value(words[command.FirstWord]);

    /// <summary>The program or cmdlet that a command calls: the last part of its path, without <c>.exe</c>, in lower case; null when that is computed.</summary>
    public string? Program(in PowerShellCommand command)
    {
        if (command.WordCount == 0) return null;
        var word = words[command.FirstWord];
        var known = _programs[word.Command];
        if (known is null) _programs[word.Command] = known = FindProgram(word) ?? "";
        return known.Length == 0 ? null : known;
    }

    private string? FindProgram(in PowerShellWord word)
    {
        if (word.Kind is PowerShellWordKind.Group or PowerShellWordKind.ScriptBlock) return null;
        var value = Unquoted(word);
        var slash = value.LastIndexOfAny(['\\', '/']);
        if (word.Expands && slash < 0) return null;
        var name = value.Substring(slash + 1).ToLowerInvariant();
        return name.IndexOf('$') >= 0 ? null : name.EndsWith(".exe", StringComparison.Ordinal) ? name.Substring(0, name.Length - 4) : name;
    }

    /// <summary>Whether a command is called by one of some names.</summary>
    public bool IsCalled(in PowerShellCommand command, string name)
    {
        if (command.WordCount == 0) return false;
        var word = words[command.FirstWord];
        return word.Length == name.Length && string.Compare(text, word.Start, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0;
    }

    /// <summary>A word without its quotes; null when a variable or expression is part of it.</summary>
    public string? Value(in PowerShellWord word) => word.Expands ? null : Unquoted(word);

    /// <summary>A word without its quotes, variables as they are written.</summary>
    public string Unquoted(in PowerShellWord word)
    {
        var value = text.Substring(word.Start, word.Length);
        if (word.Kind == PowerShellWordKind.Quoted || (word.Kind == PowerShellWordKind.Redirection && value.Length > 1 && value[0] is '"' or '\''))
        {
            value = value.Trim('"', '\'', '\u2018', '\u2019', '\u201C', '\u201D');
        }

        return value.IndexOf('`') < 0 ? value : value.Replace("`", "");
    }

    /// <summary>
    /// The index of a parameter among a command's words, by its name (with the dash) or the beginning of it that is at least as long as asked; -1 without it.
    /// </summary>
    public int Parameter(in PowerShellCommand command, string name, int shortest)
    {
        for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++)
        {
            var word = words[i];
            if (word.Kind != PowerShellWordKind.Parameter) continue;
            var length = text[word.End - 1] == ':' ? word.Length - 1 : word.Length;
            if (length >= shortest && length <= name.Length && string.Compare(text, word.Start + 1, name, 1, length - 1, StringComparison.OrdinalIgnoreCase) == 0) return i;
        }

        return -1;
    }

    /// <summary>The variable that begins at an offset; null when none does.</summary>
    public PowerShellVariable? VariableAt(int offset)
    {
        var low = 0;
        var high = variables.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (variables[middle].Start < offset) low = middle + 1;
            else high = middle;
        }

        return low < variables.Length && variables[low].Start == offset ? variables[low] : null;
    }

    /// <summary>The name of a variable without the dollar sign and braces.</summary>
    public string NameOf(in PowerShellVariable variable) => text.Substring(variable.Start + 1, variable.Length - 1).Trim('{', '}');

    /// <summary>Whether a variable has a name, whatever its case and scope.</summary>
    public bool IsVariable(in PowerShellVariable variable, string name)
    {
        var start = variable.Start + 1;
        var length = variable.Length - 1;
        if (length >= 2 && text[start] == '{')
        {
            start++;
            length -= 2;
        }

        if (length < name.Length || string.Compare(text, start + length - name.Length, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) != 0) return false;
        return length == name.Length || text[start + length - name.Length - 1] == ':';
    }

    /// <summary>Whether a block stands inside another one, or is it.</summary>
    public bool IsInside(int block, int outer)
    {
        while (block > outer) block = blocks[block].Parent;
        return block == outer;
    }

    /// <summary>Whether a block or one around it is of a kind.</summary>
    public bool IsIn(int block, PowerShellBlockKind kind)
    {
        for (; block >= 0; block = blocks[block].Parent)
        {
            if (blocks[block].Kind == kind) return true;
        }

        return false;
    }

    /// <summary>Whether an offset lies in a comment.</summary>
    public bool IsComment(int offset)
    {
        var low = 0;
        var high = comments.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (comments[middle].End <= offset) low = middle + 1;
            else high = middle;
        }

        return low < comments.Length && comments[low].Start <= offset;
    }

    /// <summary>Where a text occurs outside comments, whatever its case; -1 when it does not.</summary>
    public int IndexOf(string part, int from = 0)
    {
        while (from < text.Length)
        {
            var at = text.IndexOf(part, from, StringComparison.OrdinalIgnoreCase);
            if (at < 0 || !IsComment(at)) return at;
            from = at + 1;
        }

        return -1;
    }
}
