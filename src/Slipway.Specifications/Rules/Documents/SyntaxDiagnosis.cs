using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>
/// Explains why a text is no valid YAML. A parser stops late and names the wrong line, so an explanation is tried: the text is corrected as
/// the explanation says, and when it can then be read further, the explanation holds. That goes on until the whole text can be read.
/// </summary>
internal sealed class SyntaxDiagnosis
{
    private const int MostRounds = 20;

    private readonly List<Explanation> _explanations = [];

    private SyntaxDiagnosis()
    {
    }

    /// <summary>The explanations that are a rule's.</summary>
    public IEnumerable<Explanation> Of(string rule) => _explanations.Where(item => item.Rule == rule);

    public static SyntaxDiagnosis Of(YamlDocument? document)
    {
        var diagnosis = new SyntaxDiagnosis();
        if (document?.Fault is not { } fault) return diagnosis;
        switch (fault.Kind)
        {
            case YamlFaultKind.Encoding:
                break;
            case YamlFaultKind.Character:
                diagnosis.AddControlCharacter(document.Text, fault);
                break;
            case YamlFaultKind.Syntax:
                diagnosis.Explain(new EditedText(document.Text), fault);
                break;
            default:
                diagnosis.Add("SLW1001", fault.Range, fault.Message, "1");
                break;
        }

        return diagnosis;
    }

    /// <summary>A character that YAML forbids; the text behind it was not decoded, so nothing is taken away here.</summary>
    private void AddControlCharacter(string text, YamlFault fault) => _explanations.Add(
        new Explanation("SLW1005", fault.Range, ["A control character", $"{fault.CodePoint:X4}", "the text"]) { Change = fault.Range.Offset <= text.Length ? new TextChange(fault.Range.Offset, fault.Range.Length, "") : null });

    private void Explain(EditedText text, YamlFault fault)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            if (!TryExplain(ref text, ref fault)) break;
            if (fault is null) return;
        }

        if (fault.Kind is YamlFaultKind.Syntax or YamlFaultKind.Depth) AddUnexplained(text, fault);
    }

    /// <summary>Finds the first explanation that lets the parser get further; <paramref name="fault"/> becomes null when it got to the end.</summary>
    private bool TryExplain(ref EditedText text, ref YamlFault fault)
    {
        foreach (var (rule, find) in SyntaxRepairs.All)
        {
            var edits = find(text.Text, fault);
            if (edits.Count == 0) continue;
            var repaired = text.With(edits);
            var next = YamlDocument.Parse(repaired.Text).Fault;
            if (next is not null && repaired.Origin(next.Range.Offset) <= text.Origin(fault.Range.Offset)) continue;
            foreach (var edit in edits)
            {
                var place = text.OriginalRange(edit.Offset, edit.Length);
                _explanations.Add(new Explanation(rule, text.OriginalRange(edit.ShownOffset, edit.ShownLength), edit.Arguments) { Change = edit.IsSafe ? new TextChange(place.Offset, place.Length, edit.Replacement) : null });
            }

            text = repaired;
            fault = next!;
            return true;
        }

        return false;
    }

    private void AddUnexplained(EditedText text, YamlFault fault)
    {
        var at = fault.Range.Offset;
        var (reason, place, length) = Describe(text.Text, fault);
        var range = text.OriginalRange(place, length);
        var line = fault.Kind == YamlFaultKind.Depth ? text.OriginalRange(at, 0).Line : range.Line;
        Add("SLW1001", range, reason, line.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static (string Reason, int Offset, int Length) Describe(string text, YamlFault fault)
    {
        var context = fault.ContextRange;
        if (fault.Message == "found unexpected end of stream") return ("the quote that is opened here is never closed", context.Offset, 1);
        if (fault.Context is "while parsing a flow sequence" or "while parsing a flow mapping")
        {
            return ($"the bracket opened here is not closed, or a comma is missing before line {fault.Range.Line}", context.Offset, 1);
        }

        var (offset, length) = FirstToken(text, fault.Range);
        if (fault.Context is "while parsing a block mapping" or "while parsing a block collection" && fault.Range.Column != context.Column)
        {
            return ($"this line is not aligned with line {context.Line}, which begins in column {context.Column}", offset, length);
        }

        return (fault.Context is null ? fault.Message : $"{fault.Message} {fault.Context}", offset, length);
    }

    /// <summary>The first word of the line at which the parser stopped; behind the end of the text the last one.</summary>
    private static (int Offset, int Length) FirstToken(string text, SourceRange place)
    {
        var lines = TextLine.Of(text).ToList();
        var index = Math.Min(place.Line, lines.Count) - 1;
        while (index > 0 && lines[index].Content == lines[index].End) index--;
        var start = lines[index].Content;
        var end = start;
        while (end < lines[index].End && text[end] is not (' ' or '\t' or ':')) end++;
        return (start, Math.Max(end - start, start < text.Length ? 1 : 0));
    }

    private void Add(string rule, SourceRange range, params string[] arguments) => _explanations.Add(new Explanation(rule, range, arguments));

    /// <summary>A fault, the rule that it belongs to, and what its message needs.</summary>
    public sealed record Explanation(string Rule, SourceRange Range, string[] Arguments)
    {
        /// <summary>The correction that lets the parser get further; null where it is only a guess at what was meant.</summary>
        public TextChange? Change { get; init; }
    }
}
