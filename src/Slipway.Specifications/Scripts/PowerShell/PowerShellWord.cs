namespace Slipway.Specifications.Scripts.PowerShell;

/// <summary>What a word of a command begins with.</summary>
internal enum PowerShellWordKind : byte
{
    /// <summary>Plain letters.</summary>
    Bare,

    /// <summary><c>-Name</c> or <c>-Name:</c>.</summary>
    Parameter,

    /// <summary>A text in quotes.</summary>
    Quoted,

    /// <summary><c>$name</c>, with whatever follows without a blank.</summary>
    Variable,

    /// <summary>A group, an array or a hashtable.</summary>
    Group,

    /// <summary>A script block.</summary>
    ScriptBlock,

    /// <summary>The target of a redirection.</summary>
    Redirection,
}

/// <summary>A word of a command.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Its length, quotes included.</param>
/// <param name="Kind">What it begins with.</param>
/// <param name="Expands">Whether a variable or expression is part of it.</param>
/// <param name="Command">The command that it belongs to.</param>
internal readonly record struct PowerShellWord(int Start, int Length, PowerShellWordKind Kind, bool Expands, int Command)
{
    public int End => Start + Length;
}
