namespace Slipway.Specifications.Scripts.Shell;

/// <summary>What a word is made of.</summary>
[Flags]
internal enum ShellWordTraits : byte
{
    /// <summary>Plain characters only.</summary>
    None = 0,

    /// <summary>Quotes or backslashes.</summary>
    Quoted = 1,

    /// <summary>Variables, commands or arithmetic: its value is not known.</summary>
    Expansion = 2,

    /// <summary>Unquoted <c>*</c>, <c>?</c> or <c>[</c>.</summary>
    Pattern = 4,

    /// <summary>A list in parentheses is assigned.</summary>
    Array = 8,
}

/// <summary>A word of a shell script.</summary>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="Traits">What it is made of.</param>
/// <param name="EqualsAt">The offset of the <c>=</c> where it has the form of an assignment, else -1.</param>
/// <param name="FirstVariable">The index of the first variable that it reads.</param>
/// <param name="VariableCount">How many it reads, those in its substitutions included.</param>
internal readonly record struct ShellWord(int Start, int End, ShellWordTraits Traits, int EqualsAt, int FirstVariable, int VariableCount)
{
    public int Length => End - Start;

    public bool IsAssignment => EqualsAt >= 0;

    public bool Has(ShellWordTraits trait) => (Traits & trait) != 0;
}

/// <summary>A variable that is read: <c>$X</c>, <c>${X:-default}</c>.</summary>
/// <param name="Start">The offset of the dollar sign.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="NameStart">The offset of the name.</param>
/// <param name="NameLength">Its length; 0 where it is none.</param>
/// <param name="Operator">The operator behind the name in braces, without a colon before it: <c>-</c>, <c>?</c>, <c>#</c>; NUL without one.</param>
internal readonly record struct ShellVariable(int Start, int End, int NameStart, int NameLength, char Operator)
{
    public int Length => End - Start;

    /// <summary>Whether the expression says what happens when the variable is not set.</summary>
    public bool IsGuarded => Operator is '-' or '?' or '+' or '=';
}

/// <summary>Where a command reads from or writes to.</summary>
/// <param name="Start">The offset of its first character, a descriptor included.</param>
/// <param name="Operator">The operator without the descriptor.</param>
/// <param name="Descriptor">The descriptor in front of it; -1 without one.</param>
/// <param name="Target">The word behind it.</param>
internal readonly record struct ShellRedirection(int Start, string Operator, int Descriptor, ShellWord Target)
{
    public bool IsInput => Operator[0] == '<' && Operator != "<>" && Descriptor is -1 or 0;

    public bool IsOutput => Operator[0] is '>' or '&' || Operator == "<>";
}

/// <summary>A construct that bash knows and sh does not.</summary>
/// <param name="Start">Its offset.</param>
/// <param name="Length">Its length.</param>
internal readonly record struct ShellConstruct(int Start, int Length);

/// <summary>What cannot stand as it is: never closed, never opened, or never followed by a command.</summary>
/// <param name="Start">The offset of the token.</param>
/// <param name="Length">Its length.</param>
/// <param name="Lack">What it is never: <c>closed</c>.</param>
/// <param name="Missing">What is missing: <c>fi</c>.</param>
internal sealed record ShellFault(int Start, int Length, string Lack, string Missing);
