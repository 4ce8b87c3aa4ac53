namespace Slipway.Specifications.Findings;

/// <summary>What a rule found, and where.</summary>
/// <param name="Rule">The id of the rule, <c>SLW1013</c>.</param>
/// <param name="Severity">Its severity here, which may differ from the rule's default.</param>
/// <param name="File">The file, as the caller named it.</param>
/// <param name="Range">The token that it is about.</param>
/// <param name="Message">What will happen and what to write instead.</param>
/// <param name="Fixable">Whether a safe automatic fix exists.</param>
public sealed record Finding(string Rule, Severity Severity, string File, SourceRange Range, string Message, bool Fixable = false)
{
    /// <summary>The canonical form that compilers, MSBuild and build servers read: <c>file(line,column): error SLW1013: message</c>.</summary>
    public override string ToString() =>
        $"{File}({Range.Line},{Range.Column}): {Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" }} {Rule}: {Message}";
}
