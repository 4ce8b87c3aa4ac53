namespace Slipway.Specifications.Resolving;

/// <summary>The characters in brackets of a pattern; never the slash.</summary>
internal sealed class CharacterClass
{
    private readonly List<(int First, int Last)> _ranges = [];
    private bool _isNegated;

    /// <summary>Reads the class between two brackets.</summary>
    public static CharacterClass Parse(string pattern, int open, int close)
    {
        var read = new CharacterClass { _isNegated = pattern[open + 1] is '!' or '^' };
        var members = new List<int>();
        for (var i = read._isNegated ? open + 2 : open + 1; i < close; i++)
            members.Add(char.IsHighSurrogate(pattern[i]) && char.IsLowSurrogate(pattern[i + 1]) ? char.ConvertToUtf32(pattern[i], pattern[++i]) : pattern[i]);
        for (var i = 0; i < members.Count; i++)
        {
            // A hyphen at either end is itself.
            if (i + 2 < members.Count && members[i + 1] == '-') read._ranges.Add((members[i], members[i += 2]));
            else read._ranges.Add((members[i], members[i]));
        }

        return read;
    }

    public bool Has(int character) => character != '/' && _ranges.Exists(range => range.First <= character && character <= range.Last) != _isNegated;
}
