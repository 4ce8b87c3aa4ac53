namespace Slipway.Instances.Hooks;

/// <summary>
/// The end of a script's output, for the failure message: at most 20 lines and 2048 characters. A last line longer than that is cut at its
/// front rather than left out (the agent's log is empty then).
/// </summary>
internal sealed class OutputTail
{
    private const int MaximumLines = 20, MaximumCharacters = 2048;

    private readonly Queue<string> _lines = new();
    private int _characters;

    /// <summary>The lines kept, the oldest first.</summary>
    internal IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Whether earlier output is missing from <see cref="Lines"/>.</summary>
    internal bool IsCut { get; private set; }

    internal void Add(string line)
    {
        if (line.Length > MaximumCharacters)
        {
            line = "…" + line[^(MaximumCharacters - 1)..];
            IsCut = true;
        }

        _lines.Enqueue(line);
        _characters += line.Length;
        while (_lines.Count > MaximumLines || _characters > MaximumCharacters)
        {
            _characters -= _lines.Dequeue().Length;
            IsCut = true;
        }
    }
}
