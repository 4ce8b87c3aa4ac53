namespace Slipway.CodeFixes;

/// <summary>
/// The equivalence key of a fix: the rule and the file. A fix-all of one document is told no document when that is an additional one, so the
/// key brings it.
/// </summary>
internal static class FixAllKey
{
    /// <summary>The key.</summary>
    public static string Format(string rule, string? file) => $"{rule} {file}";

    /// <summary>The file of a key; null when it names none.</summary>
    public static string? FileOf(string? key) => key?.IndexOf(' ') is > 0 and var space && space + 1 < key.Length ? key.Substring(space + 1) : null;
}
