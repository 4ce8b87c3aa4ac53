namespace Slipway.Specifications.Scripts.Batch;

/// <summary>What commands of a batch file stand in.</summary>
internal enum BatchBlockKind : byte
{
    /// <summary>The whole file.</summary>
    File,

    /// <summary>Parentheses.</summary>
    Group,

    /// <summary>What <c>if</c> decides about.</summary>
    If,

    /// <summary>What stands behind <c>else</c>.</summary>
    Else,

    /// <summary>What <c>for</c> repeats.</summary>
    For,
}

/// <summary>Something that commands stand in.</summary>
internal readonly record struct BatchBlock(int Parent, BatchBlockKind Kind, int Start);

/// <summary>What connects two commands.</summary>
internal enum BatchConnector : byte
{
    /// <summary>Nothing: another line, or brackets.</summary>
    None,

    /// <summary><c>&amp;</c>.</summary>
    Then,

    /// <summary><c>&amp;&amp;</c>.</summary>
    And,

    /// <summary><c>||</c>.</summary>
    Or,

    /// <summary><c>|</c>.</summary>
    Pipe,
}

/// <summary>A word of a command, quotes included.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Its length.</param>
/// <param name="IsTarget">Whether it is the target of a redirection of the output.</param>
internal readonly record struct BatchWord(int Start, int Length, bool IsTarget)
{
    public int End => Start + Length;
}

/// <summary>A command of a batch file.</summary>
/// <param name="Start">The first character of its name.</param>
/// <param name="Block">What it stands in.</param>
/// <param name="Line">Commands that cmd reads together have the same number: those of one line, and of one pair of parentheses.</param>
/// <param name="Before">What connects it with the command before.</param>
internal record struct BatchCommand(int Start, int Block, int Line, BatchConnector Before)
{
    /// <summary>What connects it with the next command.</summary>
    public BatchConnector After { get; set; }

    /// <summary>Behind its last character, redirections included.</summary>
    public int End { get; set; }

    /// <summary>The index of its name among the words.</summary>
    public int FirstWord { get; set; }

    /// <summary>How many words it has, its name and the targets of redirections included.</summary>
    public int WordCount { get; set; }

    /// <summary>Whether something is redirected into it.</summary>
    public bool HasInput { get; set; }

    /// <summary>Whether its output goes somewhere else.</summary>
    public bool HasOutput { get; set; }
}
