namespace Slipway.Specifications.Scripts.Batch;

/// <summary>A batch file as the rules look at it.</summary>
internal sealed class BatchScript(string text, int failedAt, BatchBlock[] blocks, BatchCommand[] commands, BatchWord[] words, ScriptSpan[] labels, ScriptSpan[] comments)
{
    private Dictionary<int, string>? _programs;

    /// <summary>The text that all offsets count in.</summary>
    public string Text => text;

    /// <summary>Where the file is no longer understood; -1 when all of it is.</summary>
    public int FailedAt => failedAt;

    /// <summary>Whether rules may draw conclusions.</summary>
    public bool IsUnderstood => failedAt < 0;

    public BatchBlock[] Blocks => blocks;

    public BatchCommand[] Commands => commands;

    public BatchWord[] Words => words;

    /// <summary>The names of labels, without their colon.</summary>
    public ScriptSpan[] Labels => labels;

    public ScriptSpan[] Comments => comments;

    /// <summary>A word without its quotes.</summary>
    public string Value(in BatchWord word) => text.Substring(word.Start, word.Length).Replace("\"", "");

    /// <summary>The program or command that is called: the last part of its path, without <c>.exe</c>, in lower case.</summary>
    public string Program(in BatchCommand command)
    {
        _programs ??= new Dictionary<int, string>(commands.Length);
        if (_programs.TryGetValue(command.FirstWord, out var known)) return known;
        var value = Value(words[command.FirstWord]);
        var name = value.Substring(value.LastIndexOfAny(['\\', '/']) + 1).ToLowerInvariant();
        name = name.EndsWith(".exe", StringComparison.Ordinal) ? name.Substring(0, name.Length - 4) : name;
        _programs[command.FirstWord] = name;
        return name;
    }

    /// <summary>Whether one of the words behind the name is a text, whatever its case.</summary>
    public bool Has(in BatchCommand command, string word) => IndexOf(command, word) >= 0;

    /// <summary>The index of a word behind the name, whatever its case; -1 without it.</summary>
    public int IndexOf(in BatchCommand command, string word)
    {
        for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++)
        {
            if (words[i].Length == word.Length && string.Compare(text, words[i].Start, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0) return i;
        }

        return -1;
    }

    /// <summary>Behind the last word that is no redirection.</summary>
    public int EndOfWords(in BatchCommand command)
    {
        var end = command.Start;
        for (var i = command.FirstWord; i < command.FirstWord + command.WordCount; i++)
        {
            if (!words[i].IsTarget) end = words[i].End;
        }

        return end;
    }

    /// <summary>Whether a block or one around it is of a kind.</summary>
    public bool IsIn(int block, BatchBlockKind kind)
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
        foreach (var comment in comments)
        {
            if (comment.Start > offset) return false;
            if (offset < comment.End) return true;
        }

        return false;
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
