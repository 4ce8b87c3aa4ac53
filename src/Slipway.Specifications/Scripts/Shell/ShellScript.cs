using System.Text;

namespace Slipway.Specifications.Scripts.Shell;

/// <summary>A script for sh or bash: its commands in the order in which they run, their words, and what is wrong with its structure.</summary>
internal sealed class ShellScript
{
    private IReadOnlyList<ShellCall>? _calls;
    private HashSet<string>? _assigned;

    internal ShellScript(string text, ShellTables tables, ShellFault? fault, bool isUnderstood)
    {
        Text = text;
        Nodes = tables.Nodes;
        Words = tables.Words;
        Redirections = tables.Redirections;
        Variables = tables.Variables;
        Constructs = tables.Constructs;
        Fault = fault;
        IsUnderstood = isUnderstood;
    }

    /// <summary>The text in which offsets count.</summary>
    public string Text { get; }

    public List<ShellNode> Nodes { get; }

    public List<ShellWord> Words { get; }

    public List<ShellRedirection> Redirections { get; }

    public List<ShellVariable> Variables { get; }

    public List<ShellConstruct> Constructs { get; }

    /// <summary>What the shell would refuse; null where nothing was found.</summary>
    public ShellFault? Fault { get; }

    /// <summary>False where something was met that is not known here: then nothing can be said of the script.</summary>
    public bool IsUnderstood { get; }

    /// <summary>Whether the whole script was read.</summary>
    public bool IsWhole => IsUnderstood && Fault is null;

    /// <summary>The programs and builtins that it calls, behind sudo, nohup and the like.</summary>
    public IReadOnlyList<ShellCall> Calls => _calls ??= ShellCalls.Of(this);

    /// <summary>The names that are given a value anywhere in the script.</summary>
    public HashSet<string> Assigned => _assigned ??= ShellAssignments.Of(this);

    /// <summary>Reads a script. Never throws; the time grows with the length of the text.</summary>
    public static ShellScript Parse(string text) => new ShellParser(text).Parse();

    /// <summary>A command as a call; its name is null where it only assigns, or is none.</summary>
    public ShellCall CallOf(ShellNode node)
    {
        var calls = Calls;
        return node.Call < 0 ? default : calls[node.Call];
    }

    /// <summary>Whether a special variable such as <c>$?</c> is read in a stretch.</summary>
    public bool Reads(char special, int start, int end)
    {
        var low = 0;
        for (var high = Variables.Count; low < high;)
        {
            var middle = (low + high) / 2;
            if (Variables[middle].Start < start) low = middle + 1;
            else high = middle;
        }

        for (var last = Math.Min(Variables.Count, low + 50); low < last && Variables[low].Start < end; low++)
        {
            if (Variables[low].NameLength == 1 && Text[Variables[low].NameStart] == special) return true;
        }

        return false;
    }

    public string Raw(ShellWord word) => Text.Substring(word.Start, word.Length);

    public string Name(ShellVariable variable) => Text.Substring(variable.NameStart, variable.NameLength);

    /// <summary>A word without its quotes, with variables and commands as they are written.</summary>
    public string Shown(ShellWord word) => Unquoted(Text, word.Start, word.End);

    /// <summary>Whether a word is written exactly so.</summary>
    public bool Is(ShellWord word, string raw) => word.Length == raw.Length && string.CompareOrdinal(Text, word.Start, raw, 0, raw.Length) == 0;

    /// <summary>Whether the raw text of a word begins so.</summary>
    public bool Starts(ShellWord word, string raw) => word.Length >= raw.Length && string.CompareOrdinal(Text, word.Start, raw, 0, raw.Length) == 0;

    /// <summary>Whether the raw text of a word contains a text.</summary>
    public bool Contains(ShellWord word, string raw) => Text.IndexOf(raw, word.Start, word.Length, StringComparison.Ordinal) >= 0;

    /// <summary>The value of a word without its quotes; null where it is known only at run time.</summary>
    public string? Literal(ShellWord word) => word.Has(ShellWordTraits.Expansion) ? null : Unquoted(Text, word.Start, word.End);

    /// <summary>A stretch of a word with its quotes taken away and everything else, variables included, as written.</summary>
    public static string Unquoted(string text, int start, int end)
    {
        var at = start;
        while (at < end && text[at] is not ('\'' or '"' or '\\')) at++;
        if (at == end) return text.Substring(start, end - start);
        var value = new StringBuilder(end - start);
        var quote = '\0';
        for (at = start; at < end; at++)
        {
            var c = text[at];
            if (quote == '\0' && c is '\'' or '"') quote = c;
            else if (c == quote) quote = '\0';
            else if (c == '\\' && quote != '\'' && at + 1 < end)
            {
                at++;
                if (text[at] != '\n') value.Append(quote == '"' && text[at] is not ('$' or '`' or '"' or '\\') ? "\\" : "").Append(text[at]);
            }
            else value.Append(c);
        }

        return value.ToString();
    }
}

/// <summary>The flat lists that a parser fills.</summary>
internal sealed class ShellTables(int length)
{
    public List<ShellNode> Nodes { get; } = new(length / 28 + 4);

    public List<ShellWord> Words { get; } = new(length / 12 + 8);

    public List<ShellRedirection> Redirections { get; } = [];

    public List<ShellVariable> Variables { get; } = new(length / 64 + 4);

    public List<ShellConstruct> Constructs { get; } = [];
}
