using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Slipway.CodeFixes;

/// <summary>Applies the fixes of one rule in a document, a project or a solution. Those of the compiler know only source documents.</summary>
internal sealed class DeploymentFixAllProvider : FixAllProvider
{
    public static DeploymentFixAllProvider Instance { get; } = new();

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var title = $"Fix all {string.Join(", ", fixAllContext.DiagnosticIds)}";
        return Task.FromResult<CodeAction?>(CodeAction.Create(title, cancellation => FixAsync(fixAllContext, cancellation), nameof(DeploymentFixAllProvider)));
    }

    private static async Task<Solution> FixAsync(FixAllContext context, CancellationToken cancellation)
    {
        var solution = context.Solution;
        var projects = context.Scope == FixAllScope.Solution ? solution.Projects : [context.Project];
        var onlyFile = context.Scope == FixAllScope.Document ? FixAllKey.FileOf(context.CodeActionEquivalenceKey) : null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var project in projects)
        {
            var diagnostics = await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
            foreach (var (document, found) in ByDocument(project, diagnostics))
            {
                var path = document.FilePath ?? document.Name;
                if (context.Scope == FixAllScope.Document && path != onlyFile) continue;
                // A file that several projects (or frameworks of one) check is changed once; the workspace carries the text to the others.
                if (!seen.Add(path)) continue;
                solution = await DocumentFix.ApplyAsync(solution, document.Id, found.Select(DocumentFix.Of).OfType<Slipway.Specifications.Fixes.Fix>(), cancellation).ConfigureAwait(false);
            }
        }

        return solution;
    }

    private static IEnumerable<(TextDocument Document, IEnumerable<Diagnostic> Found)> ByDocument(Project project, ImmutableArray<Diagnostic> diagnostics)
    {
        foreach (var document in project.AdditionalDocuments)
        {
            var found = diagnostics.Where(diagnostic => diagnostic.Location.GetLineSpan().Path == (document.FilePath ?? document.Name)).ToList();
            if (found.Count > 0) yield return (document, found);
        }
    }
}
