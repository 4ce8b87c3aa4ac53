using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;

namespace Slipway.Specifications.Rules;

/// <summary>Collects the findings of one rule.</summary>
internal sealed class RuleReport(Rule rule, string file, List<Finding> findings, bool isOfSettings = false)
{
    /// <summary>How many findings of one rule are listed in one run: nobody reads more, and a hostile file could ask for any number.</summary>
    public const int MostFindings = 1_000;

    private const int LongestArgument = 120;

    private int _count;
    private (string File, SourceRange Range)? _last;
    private Severity _worst;

    public Severity DefaultSeverity => rule.DefaultSeverity;

    /// <summary>Whether an earlier rule, or an earlier finding of this one, stops the deployment.</summary>
    public bool HasErrors => findings.Exists(finding => finding.Severity == Severity.Error && finding.File == file);

    public Reported Add(SourceRange range, params string[] arguments) => Add(rule.DefaultSeverity, range, arguments);

    public Reported Add(Severity severity, SourceRange range, params string[] arguments) => AddIn(file, severity, range, arguments);

    public Reported AddIn(string otherFile, Severity severity, SourceRange range, params string[] arguments)
    {
        if (!IsListed(otherFile, severity, range)) return default;
        var shown = Array.ConvertAll(arguments, argument => (object)Shorten(argument));
        return Add(otherFile, severity, range, string.Format(CultureInfo.InvariantCulture, isOfSettings && rule.MessageOfSettings is { } other ? other : rule.MessageFormat, shown).Trim());
    }

    /// <summary>A finding whose message is not the rule's usual one.</summary>
    public Reported AddText(Severity severity, SourceRange range, string message) => AddTextIn(file, severity, range, message);

    /// <summary>A finding in another file whose message is not the rule's usual one.</summary>
    public Reported AddTextIn(string otherFile, Severity severity, SourceRange range, string message) =>
        IsListed(otherFile, severity, range) ? Add(otherFile, severity, range, Shorten(message)) : default;

    private Reported Add(string otherFile, Severity severity, SourceRange range, string message)
    {
        findings.Add(new Finding(rule.Id, severity, otherFile, range, message));
        return new Reported(findings, findings.Count - 1);
    }

    /// <summary>Counts a finding; false where it is not listed any more, and its message need not be made.</summary>
    private bool IsListed(string otherFile, Severity severity, SourceRange range)
    {
        if (++_count <= MostFindings) return true;
        _last = (otherFile, range);
        if (severity > _worst) _worst = severity;
        return false;
    }

    /// <summary>Says how many findings are not listed, at the place of the last one and with the worst severity among them: none is lost without a word.</summary>
    public void Close()
    {
        if (_last is not { } last) return;
        var (more, listed) = ((_count - MostFindings).ToString(CultureInfo.InvariantCulture), MostFindings.ToString(CultureInfo.InvariantCulture));
        Add(last.File, _worst, last.Range, $"{more} more findings of this rule are not listed, the last of them here; mend the first {listed} and check again.");
    }

    private static string Shorten(string text)
    {
        var line = text.Replace("\r", "\\r").Replace("\n", "\\n").Replace("\t", "\\t");
        return line.Length <= LongestArgument * 4 ? line : line.Substring(0, LongestArgument) + "…";
    }
}

/// <summary>A finding just reported, to which a fix and other places can be added; the default where it is not listed.</summary>
internal readonly struct Reported(List<Finding>? findings, int index)
{
    /// <summary>Adds a fix; null and a fix without changes add nothing.</summary>
    public Reported With(Fix? fix)
    {
        if (findings is not null && fix is { IsEmpty: false }) findings[index] = findings[index] with { Fix = fix };
        return this;
    }

    /// <summary>Adds a fix made of changes.</summary>
    public Reported With(string title, params TextChange[] changes) => With(new Fix(title, changes));

    /// <summary>Adds a fix of one change; null adds nothing.</summary>
    public Reported With(string title, TextChange? change) => change is { } one ? With(new Fix(title, [one])) : this;

    /// <summary>Adds a fix of several changes, in the order of the text; null adds nothing.</summary>
    public Reported With(string title, IReadOnlyList<TextChange>? changes) => changes is null ? this : With(new Fix(title, changes));

    /// <summary>Adds a sentence to the message.</summary>
    public Reported Saying(string sentence)
    {
        if (findings is not null) findings[index] = findings[index] with { Message = findings[index].Message + " " + sentence };
        return this;
    }

    /// <summary>Adds another place that the finding is about.</summary>
    public Reported See(string file, SourceRange range, string message)
    {
        if (findings is not null) findings[index] = findings[index] with { Related = [.. findings[index].Related, new RelatedPlace(file, range, message)] };
        return this;
    }
}
