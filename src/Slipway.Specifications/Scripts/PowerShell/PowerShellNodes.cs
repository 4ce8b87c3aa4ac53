namespace Slipway.Specifications.Scripts.PowerShell;

/// <summary>What a stretch between brackets is.</summary>
internal enum PowerShellBlockKind : byte
{
    /// <summary>The whole file.</summary>
    Script,

    /// <summary>The body of <c>if</c>, <c>elseif</c> or <c>else</c>.</summary>
    If,

    /// <summary>The body of <c>try</c>.</summary>
    Try,

    /// <summary>The body of <c>catch</c>.</summary>
    Catch,

    /// <summary>The body of <c>finally</c>.</summary>
    Finally,

    /// <summary>The body of a function or filter.</summary>
    Function,

    /// <summary>The body of a loop.</summary>
    Loop,

    /// <summary>The clauses of <c>switch</c>.</summary>
    Switch,

    /// <summary>The body of one clause of <c>switch</c>.</summary>
    Case,

    /// <summary>The body of <c>trap</c>.</summary>
    Trap,

    /// <summary><c>begin</c>, <c>process</c>, <c>end</c>, <c>dynamicparam</c> or <c>clean</c>.</summary>
    Named,

    /// <summary>The members of a class or enum.</summary>
    Class,

    /// <summary>A script block that is a value.</summary>
    ScriptBlock,

    /// <summary><c>( )</c> around a pipeline.</summary>
    Group,

    /// <summary>The condition of <c>if</c>, <c>while</c>, <c>until</c>, <c>switch</c>, and the head of <c>for</c> and <c>foreach</c>.</summary>
    Condition,

    /// <summary><c>$( )</c>.</summary>
    Subexpression,

    /// <summary><c>@( )</c>.</summary>
    Array,

    /// <summary><c>@{ }</c>.</summary>
    Hashtable,

    /// <summary>The parameters of <c>param</c> or a function.</summary>
    Parameters,

    /// <summary>The arguments of a method.</summary>
    Arguments,

    /// <summary><c>[ ]</c>: a type, an attribute or an index.</summary>
    Index,

    /// <summary>A text in double quotes; no block, only open while it is read.</summary>
    Text,

    /// <summary>A here-string in double quotes; no block, only open while it is read.</summary>
    HereText,
}

/// <summary>A stretch between brackets.</summary>
/// <param name="Parent">The block around it; -1 for the script.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Partner">For <c>catch</c> and <c>finally</c> the block of the <c>try</c>; else -1.</param>
/// <param name="Statement">The statement that it is part of; -1 for the script.</param>
/// <param name="Start">The opening bracket.</param>
internal record struct PowerShellBlock(int Parent, PowerShellBlockKind Kind, int Partner, int Statement, int Start)
{
    /// <summary>Behind the closing bracket.</summary>
    public int End { get; set; }
}

/// <summary>The word that a statement begins with, as far as the rules ask.</summary>
internal enum PowerShellKeyword : byte
{
    /// <summary>None: a command, an expression or an assignment.</summary>
    None,

    /// <summary><c>param</c>.</summary>
    Param,

    /// <summary><c>using</c>.</summary>
    Using,

    /// <summary><c>exit</c>.</summary>
    Exit,

    /// <summary><c>throw</c>.</summary>
    Throw,

    /// <summary><c>return</c>, <c>break</c> and <c>continue</c>.</summary>
    Leave,

    /// <summary>Declarations: functions, classes.</summary>
    Declaration,

    /// <summary><c>begin</c>, <c>process</c>, <c>end</c>, <c>dynamicparam</c>.</summary>
    Named,

    /// <summary><c>clean</c>.</summary>
    Clean,

    /// <summary>Every other one.</summary>
    Other,
}

/// <summary>A statement, nested blocks included.</summary>
/// <param name="Block">Where it stands.</param>
/// <param name="Start">Its first character.</param>
internal record struct PowerShellStatement(int Block, int Start)
{
    /// <summary>Behind its last character.</summary>
    public int End { get; set; }

    public PowerShellKeyword Keyword { get; set; }

    /// <summary>Whether it calls a command outside brackets.</summary>
    public bool HasCommand { get; set; }
}

/// <summary>A call of a command.</summary>
/// <param name="Statement">The statement that it is part of.</param>
/// <param name="Block">Where it stands.</param>
/// <param name="Start">Its first character, a call operator included.</param>
/// <param name="Call"><c>&amp;</c> or <c>.</c> in front of it; else NUL.</param>
/// <param name="Position">0 for the first of its pipeline.</param>
internal record struct PowerShellCommand(int Statement, int Block, int Start, char Call, int Position)
{
    /// <summary>Behind its last word.</summary>
    public int End { get; set; }

    /// <summary>The index of its name among the words.</summary>
    public int FirstWord { get; set; }

    /// <summary>How many words it has, its name included.</summary>
    public int WordCount { get; set; }
}

/// <summary>A variable that is read or written.</summary>
/// <param name="Start">The dollar sign.</param>
/// <param name="Length">Its length with the dollar sign and braces.</param>
/// <param name="Block">Where it stands.</param>
internal readonly record struct PowerShellVariable(int Start, int Length, int Block);

/// <summary><c>target = value</c>, also in a hashtable or a list of parameters.</summary>
/// <param name="Block">Where it stands.</param>
/// <param name="Start">The first character of the target.</param>
/// <param name="Operator">The operator.</param>
/// <param name="ValueStart">Behind the operator.</param>
internal record struct PowerShellAssignment(int Block, int Start, int Operator, int ValueStart)
{
    /// <summary>Behind the value.</summary>
    public int End { get; set; }
}
