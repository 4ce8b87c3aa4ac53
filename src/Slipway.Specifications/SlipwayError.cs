namespace Slipway.Specifications;

/// <summary>A user-facing error: a code, what happened and what to do instead, and the place where it is known.</summary>
/// <param name="Code">
/// <c>SLWnnnn</c>. Rules own 1000 to 9999; below it: 0001-0099 command line and build, 0100-0199 revisions, 0200-0299 installing on an
/// instance, 0300-0399 hook scripts, 0400-0499 deployments and their state.
/// </param>
/// <param name="Message">One sentence of what happened, one of what to do; no stack trace, ever. May hold line breaks for quoted script output.</param>
/// <param name="File">The file to open, if one is to blame.</param>
/// <param name="Line">Line, counted from 1; 0 when unknown.</param>
/// <param name="Column">Column, counted from 1; 0 when unknown.</param>
public sealed record SlipwayError(string Code, string Message, string? File = null, int Line = 0, int Column = 0)
{
    /// <summary><c>file(line,column): error SLWnnnn: message</c>, or <c>slipway: error SLWnnnn: message</c> without a file.</summary>
    public override string ToString() => File is null ? $"slipway: error {Code}: {Message}"
        : Line == 0 ? $"{File}: error {Code}: {Message}" : $"{File}({Line},{Math.Max(Column, 1)}): error {Code}: {Message}";
}
