namespace Slipway.Specifications.Findings;

/// <summary>The words for severities in configuration files and on the command line.</summary>
public static class SeverityWords
{
    /// <summary>The words, for messages.</summary>
    public const string All = "error, warning, suggestion (or info), silent, none, default";

    /// <summary>Reads a word, in any case.</summary>
    /// <param name="word">The word.</param>
    /// <param name="severity">What it says; null for <c>default</c>: the rule's own.</param>
    /// <returns>False for another word.</returns>
    public static bool TryParse(string word, out Severity? severity)
    {
        (var known, severity) = word.Trim().ToUpperInvariant() switch
        {
            "ERROR" => (true, Severity.Error),
            "WARNING" or "WARN" => (true, Severity.Warning),
            "SUGGESTION" or "INFO" => (true, Severity.Info),
            // An IDE shows nothing for a silent diagnostic, and there is nothing else that could be done with it here.
            "SILENT" or "HIDDEN" or "REFACTORING" or "NONE" => (true, (Severity?)Severity.None),
            "DEFAULT" => (true, null),
            _ => (false, null),
        };
        return known;
    }
}
