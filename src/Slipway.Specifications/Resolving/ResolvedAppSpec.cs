using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Resolving;

/// <summary>An appspec as it is packed: without placeholders, patterns, <c>exclude</c> and <c>arguments</c>.</summary>
public sealed class ResolvedAppSpec
{
    private readonly MappedText? _checked;

    internal ResolvedAppSpec(YamlDocument original, IReadOnlyList<Remark> remarks)
        : this(original, remarks, null, null, [], new ResolvingCounts())
    {
    }

    internal ResolvedAppSpec(YamlDocument original, IReadOnlyList<Remark> remarks, MappedText? packed, MappedText? @checked, IReadOnlyList<GeneratedFile> files, ResolvingCounts counts)
    {
        Original = original;
        Remarks = remarks;
        Counts = counts;
        Files = files;
        Checked = original;
        if (packed is null || @checked is null) return;
        _checked = @checked;
        Text = packed.Text;
        Checked = AppSpecCheck.Read(original.HasByteOrderMark ? '\uFEFF' + @checked.Text : @checked.Text);
    }

    /// <summary>Whether everything could be resolved. Where it could not, the findings of the rules say why.</summary>
    public bool Succeeded => !Remarks.Any(remark => remark.Severity == Severity.Error);

    /// <summary>The appspec as it is packed; null where nothing was to be resolved (the file is packed as it is) or something failed.</summary>
    public string? Text { get; }

    /// <summary>The files that are packed besides.</summary>
    public IReadOnlyList<GeneratedFile> Files { get; }

    /// <summary>What was resolved, for a line in a log: <c>2 properties, 1 pattern</c>; empty for nothing.</summary>
    public string Summary => Counts.ToString();

    /// <summary>The file as it was written.</summary>
    internal YamlDocument Original { get; }

    /// <summary>
    /// What rules and agents look at: as <see cref="Text"/>, but hooks name the user's scripts and not the files that start them, so that what is
    /// wrong with a script is found in the script. The original where nothing was resolved.
    /// </summary>
    public YamlDocument Checked { get; }

    /// <summary>What could not be resolved, and what looks wrong, in the order of the file. The rules tell the same.</summary>
    /// <param name="file">The appspec as findings name it.</param>
    public IReadOnlyList<Finding> FindingsIn(string file)
    {
        var findings = new List<Finding>();
        Rules.Documents.ResolvingRules.Report(Remarks, file, findings);
        findings.Sort(Finding.ByPlace);
        return findings;
    }

    internal IReadOnlyList<Remark> Remarks { get; }

    internal ResolvingCounts Counts { get; }

    /// <summary>The bytes of <see cref="Checked"/>, for the agents' readers.</summary>
    public byte[] CheckedContent => System.Text.Encoding.UTF8.GetBytes((Checked.HasByteOrderMark ? "\uFEFF" : "") + Checked.Text);

    /// <summary>Whether a place of <see cref="Checked"/> was not written by the user.</summary>
    internal bool IsWritten(SourceRange range) => _checked is not null && _checked.IsWritten(range);

    /// <summary>A finding about <see cref="Checked"/> at the place of the original.</summary>
    internal Finding AtOriginal(Finding finding, string file) => _checked is null ? finding : finding with
    {
        Range = finding.File == file ? _checked.Original(finding.Range) : finding.Range,
        Fix = finding.Fix is { } fix && finding.File == file ? _checked.Original(fix) : finding.Fix,
        Related = [.. finding.Related.Select(place => place.File == file ? place with { Range = _checked.Original(place.Range) } : place)],
    };
}

/// <summary>What the resolver has to say: rules make findings of it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="Range">The place in the original.</param>
/// <param name="Arguments">The arguments of the rule's message.</param>
internal sealed record Remark(string Rule, Severity Severity, SourceRange Range, params string[] Arguments);

/// <summary>How much was resolved.</summary>
internal sealed class ResolvingCounts
{
    public int Properties { get; set; }

    public int Mappings { get; set; }

    public int Scripts { get; set; }

    public bool IsEmpty => Properties + Mappings + Scripts + Escapes == 0;

    /// <summary>Of <c>$$(</c>, which make a text another one but are not worth telling of.</summary>
    public int Escapes { get; set; }

    public override string ToString()
    {
        var parts = new[] { Shown(Properties, "placeholder"), Shown(Mappings, "mapping"), Shown(Scripts, "script with arguments", "scripts with arguments") };
        return string.Join(", ", parts.Where(text => text.Length > 0));
    }

    private static string Shown(int count, string one, string? several = null) => count == 0 ? "" : count == 1 ? $"1 {one}" : $"{count} {several ?? one + "s"}";
}
