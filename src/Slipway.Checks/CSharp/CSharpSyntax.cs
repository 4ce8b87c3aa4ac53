using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Scripts.CSharp;

namespace Slipway.Checks.CSharp;

/// <summary>Parses a hook script as <c>dotnet run script.cs</c> does. Needs the compiler that <see cref="SdkCompiler"/> brings.</summary>
internal static class CSharpSyntax
{
    private static readonly KeyValuePair<string, string>[] Features = [new("FileBasedProgram", "true")];

    /// <summary>The syntax errors of a script, in its order.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IReadOnlyList<CSharpError> Errors(ScriptFile script)
    {
        if (CSharpNesting.IsTooDeep(script.Text)) return [];
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest).WithFeatures(Features);
        var tree = CSharpSyntaxTree.ParseText(script.Text, options);
        return [.. tree.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => ErrorOf(script.File, diagnostic))];
    }

    private static CSharpError ErrorOf(string file, Diagnostic diagnostic)
    {
        var span = diagnostic.Location.SourceSpan;
        var lines = diagnostic.Location.GetLineSpan();
        var range = new SourceRange(span.Start, span.Length, lines.StartLinePosition.Line + 1, lines.StartLinePosition.Character + 1, lines.EndLinePosition.Line + 1, lines.EndLinePosition.Character + 1);
        return new CSharpError(file, range, diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }
}
