namespace Slipway.Cli.Output;

/// <summary>Text of others as it may be printed.</summary>
internal static class TerminalText
{
    /// <summary>One line: control characters, which a terminal would obey, as <c>\xNN</c>.</summary>
    public static string Line(string text) => text.Any(IsObeyed) ? string.Concat(text.Select(c => IsObeyed(c) ? $"\\x{(int)c:x2}" : c.ToString())) : text;

    /// <summary>Several lines; tabs stay.</summary>
    public static IEnumerable<string> Lines(string text) => text.TrimEnd().Split('\n').Select(line => string.Join('\t', line.TrimEnd('\r').Split('\t').Select(Line)));

    // Of format characters those that turn the direction of writing could make a name look like another.
    private static bool IsObeyed(char c) => char.IsControl(c) || c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';
}
