using Microsoft.CodeAnalysis;
using Slipway.Specifications.Findings;

namespace Slipway.Analyzers;

/// <summary>A fault of the rules themselves: one warning with a code, never a failed analyzer, and the other documents are checked all the same.</summary>
internal static class InternalFailure
{
    public const string Code = "SLW0080";

    public static DiagnosticDescriptor Descriptor { get; } = new(
        Code, "A fault of Slipway itself", "{0}", "Slipway", DiagnosticSeverity.Warning, isEnabledByDefault: true,
        helpLinkUri: "https://github.com/slipway-deploy/slipway/blob/main/docs/errors/build.md");

    public static Finding Finding(string file, Exception e) => new(Code, Severity.Warning, file, SourceRange.Start, Message(e));

    public static string Message(Exception e) =>
        $"This file was not checked because of an error of Slipway itself: {e.GetType().Name}: {e.Message.Replace('\n', ' ').Replace('\r', ' ')} Report it with the file; the publish checks it again.";
}
