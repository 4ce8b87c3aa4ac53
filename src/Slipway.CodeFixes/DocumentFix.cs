using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Slipway.Analyzers;
using Slipway.Specifications.Fixes;
using TextChange = Microsoft.CodeAnalysis.Text.TextChange;

namespace Slipway.CodeFixes;

/// <summary>Applies fixes to an additional document of a solution.</summary>
internal static class DocumentFix
{
    /// <summary>The fix that a diagnostic brings; null when it has none.</summary>
    public static Fix? Of(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(DeploymentAnalyzer.FixProperty, out var text) && text is not null ? FixText.Parse(text) : null;

    /// <summary>The solution with a document fixed; of fixes that touch each other the first is applied. Unchanged when the text is no longer the one that was checked.</summary>
    public static async Task<Solution> ApplyAsync(Solution solution, DocumentId id, IEnumerable<Fix> fixes, CancellationToken cancellation)
    {
        if (solution.GetAdditionalDocument(id) is not { } document) return solution;
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var chosen = FixedText.WithoutOverlaps(fixes);
        return Apply(text, chosen) is { } fixedText ? solution.WithAdditionalDocumentText(id, fixedText) : solution;
    }

    private static SourceText? Apply(SourceText text, IReadOnlyList<Fix> fixes)
    {
        // Offsets of fixes count without a byte order mark; the compiler takes it off, but a text made from characters may still have it.
        var shift = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        var changes = new List<TextChange>();
        foreach (var change in fixes.SelectMany(fix => fix.Changes))
        {
            if (change.End + shift > text.Length) return null;
            changes.Add(new TextChange(new TextSpan(change.Offset + shift, change.Length), change.NewText));
        }

        var encoding = fixes.Select(fix => fix.Encoding).FirstOrDefault(encoding => encoding != FixEncoding.Keep);
        if (encoding == FixEncoding.Keep) return changes.Count == 0 ? null : text.WithChanges(changes);
        if (shift == 1) changes.Add(new TextChange(new TextSpan(0, 1), ""));
        var characters = text.WithChanges(changes.OrderBy(change => change.Span.Start)).ToString();
        return SourceText.From(characters, new UTF8Encoding(encoding == FixEncoding.Utf8WithMark), text.ChecksumAlgorithm);
    }
}
