using Slipway.Specifications.Scripts.Batch;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>Which variables of a batch file have a value that the file, Windows or CodeDeploy gives them, or are looked at before use.</summary>
internal sealed class BatchNames
{
    private readonly HashSet<string> _given = new(StringComparer.OrdinalIgnoreCase);

    public BatchNames(BatchScript script)
    {
        var text = script.Text;
        foreach (var command in script.Commands)
        {
            var program = script.Program(command);
            if (program == "set" && command.WordCount > 1) AddSet(text, script, command);
            else if (program == "call" && command.WordCount > 1 && text[script.Words[command.FirstWord + 1].Start] != ':') ReadsOthers = true;
        }

        for (var at = script.IndexOf("defined "); at >= 0; at = script.IndexOf("defined ", at + 8))
        {
            var end = at + 8;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
            _given.Add(text.Substring(at + 8, end - at - 8));
        }

        // "%NAME%"=="" asks whether it has a value.
        for (var at = text.IndexOf("%\"==\"\"", StringComparison.Ordinal); at >= 0; at = text.IndexOf("%\"==\"\"", at + 1, StringComparison.Ordinal))
        {
            var start = at > 0 ? text.LastIndexOf('%', at - 1) : -1;
            if (start >= 0 && at - start < 100) _given.Add(text.Substring(start + 1, at - start - 1));
        }
    }

    /// <summary>Whether other files may set variables.</summary>
    public bool ReadsOthers { get; }

    /// <summary>Whether a variable has a value, or is tested.</summary>
    public bool IsKnown(string name) => ReadsOthers || IsGiven(name) || WindowsVariables.IsSet(name);

    /// <summary>Whether the file sets or tests a variable.</summary>
    public bool IsGiven(string name) => _given.Contains(name);

    /// <summary><c>set NAME=value</c>, <c>set "NAME=value"</c>, <c>set /p NAME=</c>, <c>set /a NAME=</c>.</summary>
    private void AddSet(string text, BatchScript script, in BatchCommand command)
    {
        var index = command.FirstWord + 1;
        while (index < command.FirstWord + command.WordCount - 1 && text[script.Words[index].Start] == '/') index++;
        var start = script.Words[index].Start;
        if (text[start] == '"') start++;
        var end = start;
        while (end < command.End && text[end] is not ('=' or '+' or '-' or '*')) end++;
        if (end < command.End && end - start < 100) _given.Add(text.Substring(start, end - start).Trim());
    }
}
