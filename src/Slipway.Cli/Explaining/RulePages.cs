using System.Text;

namespace Slipway.Cli.Explaining;

/// <summary>The pages of the rules, as the documentation has them; they stand in the assembly.</summary>
internal static class RulePages
{
    /// <summary>The page of a rule in Markdown; null when there is none.</summary>
    /// <param name="rule">Its id.</param>
    public static string? Of(string rule)
    {
        using var stream = typeof(RulePages).Assembly.GetManifestResourceStream($"rules/{rule}.md");
        if (stream is null) return null;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The sentence that a page begins with, behind its title and the line about severity.</summary>
    public static string? Opening(string page)
    {
        var paragraphs = page.Replace("\r", "", StringComparison.Ordinal).Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var text = paragraphs.Skip(1).FirstOrDefault(paragraph => paragraph[0] is not ('#' or '`' or '|' or '-') && !IsAboutSeverity(paragraph));
        return text?.Replace('\n', ' ');
    }

    private static bool IsAboutSeverity(string paragraph) => paragraph.StartsWith("Error", StringComparison.Ordinal)
        || paragraph.StartsWith("Warning", StringComparison.Ordinal) || paragraph.StartsWith("Info", StringComparison.Ordinal);
}
