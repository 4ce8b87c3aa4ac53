namespace Slipway.Analyzers.Generation;

/// <summary>The class <c>Revision</c>: the commit and branch that a build was made from.</summary>
internal static class RevisionSource
{
    private const int ShortLength = 7;

    public static string Write(CheckoutModel? checkout, bool nullable)
    {
        var text = nullable ? "string?" : "string";
        var commit = checkout?.Commit;
        var code = new CodeWriter();
        if (nullable) code.Line("#nullable enable");
        code.Line().Summary("The checkout that this program was built from. Written by Slipway at every build.").Line("[global::Microsoft.CodeAnalysis.Embedded]").Open("internal static class Revision");
        code.Summary("The commit in full; null when it was built outside of a git repository.").Line($"public const {text} Commit = {CodeWriter.Literal(commit)};").Line();
        code.Summary("The first seven digits of the commit; null without one.").Line($"public const {text} ShortCommit = {CodeWriter.Literal(commit is { Length: > ShortLength } ? commit.Substring(0, ShortLength) : commit)};").Line();
        code.Summary("The branch, the build server's own word first; null when none is known.").Line($"public const {text} Branch = {CodeWriter.Literal(checkout?.Branch)};");
        return code.Close().ToString();
    }
}
