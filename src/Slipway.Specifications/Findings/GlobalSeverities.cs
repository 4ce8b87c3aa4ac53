namespace Slipway.Specifications.Findings;

/// <summary>
/// What <c>.globalconfig</c> files set under a key, merged as the compiler merges them: the highest <c>global_level</c> wins, and two files of
/// one level that contradict each other are both without effect.
/// </summary>
public sealed class GlobalSeverities
{
    private readonly List<(int Level, EditorConfig Config)> _files = [];

    /// <summary>Adds a file.</summary>
    /// <param name="config">What stands in it.</param>
    /// <param name="name">Its name: files that are called <c>.globalconfig</c> have level 100, others 0, unless they say otherwise.</param>
    public void Add(EditorConfig config, string name)
    {
        var level = config.Preamble.TryGetValue("global_level", out var text) && int.TryParse(text, out var number) ? number
            : string.Equals(name, ".globalconfig", StringComparison.OrdinalIgnoreCase) ? 100 : 0;
        _files.Add((level, config));
    }

    /// <summary>The word that the files agree on; null when none of them has the key, or those that count contradict each other.</summary>
    public string? Find(string key)
    {
        (int Level, string? Word)? found = null;
        foreach (var (level, config) in _files)
        {
            if (!config.Preamble.TryGetValue(key, out var word)) continue;
            if (found is not { } other || level > other.Level) found = (level, word);
            else if (level == other.Level && !string.Equals(word, other.Word, StringComparison.OrdinalIgnoreCase)) found = (level, null);
        }

        return found?.Word;
    }
}
