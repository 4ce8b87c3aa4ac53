using System.Globalization;
using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules;

/// <summary>Collects the findings of one rule.</summary>
internal sealed class RuleReport(Rule rule, string file, List<Finding> findings)
{
    private const int LongestArgument = 120;

    public Severity DefaultSeverity => rule.DefaultSeverity;

    public void Add(SourceRange range, params string[] arguments) => Add(rule.DefaultSeverity, range, arguments);

    public void Add(Severity severity, SourceRange range, params string[] arguments) => AddIn(file, severity, range, arguments);

    public void AddIn(string otherFile, Severity severity, SourceRange range, params string[] arguments)
    {
        var shown = Array.ConvertAll(arguments, argument => (object)Shorten(argument));
        var message = string.Format(CultureInfo.InvariantCulture, rule.MessageFormat, shown).Trim();
        findings.Add(new Finding(rule.Id, severity, otherFile, range, message));
    }

    /// <summary>A finding whose message is not the rule's usual one.</summary>
    public void AddText(Severity severity, SourceRange range, string message) => findings.Add(new Finding(rule.Id, severity, file, range, Shorten(message)));

    private static string Shorten(string text)
    {
        var line = text.Replace("\r", "\\r").Replace("\n", "\\n").Replace("\t", "\\t");
        return line.Length <= LongestArgument * 4 ? line : line.Substring(0, LongestArgument) + "…";
    }
}
