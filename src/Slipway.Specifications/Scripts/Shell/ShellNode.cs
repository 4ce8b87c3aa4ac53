namespace Slipway.Specifications.Scripts.Shell;

/// <summary>What a node of a shell script is.</summary>
internal enum ShellNodeKind : byte
{
    /// <summary>A simple command: assignments, words, redirections.</summary>
    Command,

    /// <summary><c>[[ ... ]]</c>.</summary>
    Test,

    /// <summary><c>(( ... ))</c>.</summary>
    Arithmetic,

    /// <summary><c>if ... fi</c>.</summary>
    If,

    /// <summary><c>while ... done</c>.</summary>
    While,

    /// <summary><c>until ... done</c>.</summary>
    Until,

    /// <summary><c>for ... done</c>.</summary>
    For,

    /// <summary><c>select ... done</c>.</summary>
    Select,

    /// <summary><c>case ... esac</c>.</summary>
    Case,

    /// <summary><c>{ ... }</c>.</summary>
    Group,

    /// <summary><c>( ... )</c>.</summary>
    Subshell,

    /// <summary><c>name() ...</c>.</summary>
    Function,

    /// <summary><c>$( ... )</c>, backquotes, <c>&lt;( ... )</c> and <c>&gt;( ... )</c>.</summary>
    Substitution,
}

/// <summary>What follows a command.</summary>
internal enum ShellSeparator : byte
{
    /// <summary>The end of the list that it stands in.</summary>
    None,

    /// <summary>A line end.</summary>
    Newline,

    /// <summary><c>;</c>.</summary>
    Semicolon,

    /// <summary><c>&amp;</c>.</summary>
    Background,

    /// <summary><c>&amp;&amp;</c>.</summary>
    And,

    /// <summary><c>||</c>.</summary>
    Or,

    /// <summary><c>|</c> or <c>|&amp;</c>.</summary>
    Pipe,

    /// <summary><c>;;</c> and its relatives.</summary>
    CaseEnd,
}

/// <summary>A command or a compound of a shell script. The nodes stand in the order of their places, those of a substitution behind the command that uses it.</summary>
internal sealed class ShellNode(ShellNodeKind kind, int start, ShellNode? parent)
{
    public ShellNodeKind Kind { get; set; } = kind;

    /// <summary>The offset of its first character.</summary>
    public int Start { get; } = start;

    /// <summary>Behind its last character, redirections included.</summary>
    public int End { get; set; } = start;

    /// <summary>The compound that it stands in; for a substitution the command that uses it.</summary>
    public ShellNode? Parent { get; } = parent;

    /// <summary>What runs before it in the same list.</summary>
    public ShellNode? Previous { get; set; }

    /// <summary>What runs after it in the same list.</summary>
    public ShellNode? Next { get; set; }

    /// <summary>What follows it.</summary>
    public ShellSeparator After { get; set; }

    /// <summary>The offset of what follows it.</summary>
    public int AfterOffset { get; set; }

    /// <summary>Whether it stands where its parent asks whether it succeeds.</summary>
    public bool InCondition { get; set; }

    /// <summary>Whether <c>!</c> stands before its pipeline.</summary>
    public bool IsNegated { get; set; }

    /// <summary>The index of its first word: assignments, name, arguments; of a test all words, of a loop its name and its list.</summary>
    public int FirstWord { get; set; }

    /// <summary>How many words it has, assignments included.</summary>
    public int WordCount { get; set; }

    /// <summary>How many of its words are assignments in front of the name.</summary>
    public int AssignmentCount { get; set; }

    /// <summary>The index of its first redirection.</summary>
    public int FirstRedirection { get; set; }

    /// <summary>How many redirections it has.</summary>
    public int RedirectionCount { get; set; }

    /// <summary>What stands between it and the command before it.</summary>
    public ShellSeparator Before => Previous?.After ?? ShellSeparator.None;

    /// <summary>Whether its input comes from another command, or from that of a compound around it.</summary>
    public bool IsPipedFrom => Before == ShellSeparator.Pipe;

    /// <summary>Whether its output goes into another command.</summary>
    public bool IsPipedInto => After == ShellSeparator.Pipe;

    /// <summary>The last command of its pipeline, which gives the result.</summary>
    public ShellNode LastOfPipeline { get; private set; } = null!;

    /// <summary>Whether somebody looks at its result: an <c>if</c>, <c>&amp;&amp;</c>, <c>||</c> or <c>!</c>, here or around it.</summary>
    public bool IsTested { get; private set; }

    /// <summary>Whether it, or a compound around it, runs beside the script.</summary>
    public bool IsInBackground { get; private set; }

    /// <summary>Whether it runs in a substitution.</summary>
    public bool IsInSubstitution { get; private set; }

    /// <summary>The index of its call; -1 where it is none.</summary>
    public int Call { get; set; } = -1;

    /// <summary>Works out what depends on what stands around and behind. Parents stand before their children, and commands before those that follow them.</summary>
    public static void Settle(List<ShellNode> nodes)
    {
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            var node = nodes[i];
            node.LastOfPipeline = node is { After: ShellSeparator.Pipe, Next: { } next } ? next.LastOfPipeline : node;
        }

        foreach (var node in nodes)
        {
            var after = node.LastOfPipeline.After;
            var parent = node.Parent;
            node.IsInSubstitution = parent is not null && (parent.Kind == ShellNodeKind.Substitution || parent.IsInSubstitution);
            node.IsInBackground = after == ShellSeparator.Background || parent is { IsInBackground: true };
            node.IsTested = node.InCondition || node.IsNegated || after is ShellSeparator.And or ShellSeparator.Or || parent is { IsTested: true, Kind: not ShellNodeKind.Substitution };
        }
    }

    /// <summary>Whether it or a compound around it is of a kind; substitutions are a world of their own.</summary>
    public bool IsWithin(ShellNodeKind kind)
    {
        for (var node = Parent; node is not null; node = node.Parent)
        {
            if (node.Kind == kind) return true;
            if (node.Kind == ShellNodeKind.Substitution) return false;
        }

        return false;
    }
}
