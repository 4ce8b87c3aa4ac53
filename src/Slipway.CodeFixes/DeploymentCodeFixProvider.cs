using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Slipway.Specifications.Rules;

namespace Slipway.CodeFixes;

/// <summary>
/// Offers the fixes that the rules have put into their diagnostics. Not limited to extensions of files: a hook script may have none.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeploymentCodeFixProvider), DocumentKinds = [nameof(TextDocumentKind.AdditionalDocument)])]
[Shared]
public sealed class DeploymentCodeFixProvider : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. RuleCatalogue.All.Select(rule => rule.Id)];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => DeploymentFixAllProvider.Instance;

    /// <inheritdoc />
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var document = context.TextDocument;
        foreach (var diagnostic in context.Diagnostics)
        {
            if (DocumentFix.Of(diagnostic) is not { } fix) continue;
            var action = CodeAction.Create(
                fix.Title, cancellation => DocumentFix.ApplyAsync(document.Project.Solution, document.Id, [fix], cancellation), FixAllKey.Format(diagnostic.Id, document.FilePath ?? document.Name));
            context.RegisterCodeFix(action, diagnostic);
        }

        return Task.CompletedTask;
    }
}
