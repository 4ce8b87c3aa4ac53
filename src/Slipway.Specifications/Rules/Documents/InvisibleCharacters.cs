namespace Slipway.Specifications.Rules.Documents;

/// <summary>Characters that look like a blank, or like nothing, and are part of the text.</summary>
internal static class InvisibleCharacters
{
    /// <summary>The name of such a character, or null.</summary>
    public static string? NameOf(char c) => c switch
    {
        '\u00A0' => "A no-break space",
        '\u00AD' => "A soft hyphen",
        '\uFEFF' => "A byte order mark",
        >= '\u2000' and <= '\u200A' or '\u202F' or '\u205F' => "A wide space",
        '\u3000' => "An ideographic space",
        '\u200B' or '\u200C' or '\u200D' or '\u2060' => "A zero-width character",
        '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => "A text direction mark",
        '\u2028' or '\u2029' => "A Unicode line separator",
        >= '\u2061' and <= '\u2064' => "An invisible operator",
        _ => null,
    };

    /// <summary>What to write instead: a space for what looks like one, else nothing.</summary>
    public static string Plain(char c) => NameOf(c) is { } name && (name.EndsWith("space", StringComparison.Ordinal) || c is '\u2028' or '\u2029') ? " " : "";
}
