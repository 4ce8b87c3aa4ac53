using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules;

/// <summary>The compiler's own word on C# hook scripts, as the analyzer hands it to the rules.</summary>
internal static class CSharpSyntax
{
    private static readonly CSharpParseOptions Options = CSharpParseOptions.Default.WithFeatures([new("FileBasedProgram", "true")]);

    public static List<CSharpError> Errors(IEnumerable<ScriptFile> scripts) => [.. scripts.Where(script => script.Extension == ".cs").SelectMany(Errors)];

    private static IEnumerable<CSharpError> Errors(ScriptFile script) =>
        CSharpSyntaxTree.ParseText(script.Text, Options).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic =>
        {
            var span = diagnostic.Location.SourceSpan;
            var lines = diagnostic.Location.GetLineSpan();
            var range = new SourceRange(span.Start, span.Length, lines.StartLinePosition.Line + 1, lines.StartLinePosition.Character + 1, lines.EndLinePosition.Line + 1, lines.EndLinePosition.Character + 1);
            return new CSharpError(script.File, range, diagnostic.Id, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        });
}
