using Slipway.Specifications.Fixes;

namespace Slipway.Specifications.Findings;

/// <summary>What a rule found, and where.</summary>
/// <param name="Rule">The id of the rule, <c>SLW1013</c>.</param>
/// <param name="Severity">Its severity here, which may differ from the rule's default.</param>
/// <param name="File">The file, as the caller named it.</param>
/// <param name="Range">The token that it is about.</param>
/// <param name="Message">What will happen and what to write instead.</param>
public sealed record Finding(string Rule, Severity Severity, string File, SourceRange Range, string Message)
{
    /// <summary>A safe correction; null where there is none.</summary>
    public Fix? Fix { get; init; }

    /// <summary>Other places that it is about.</summary>
    public IReadOnlyList<RelatedPlace> Related { get; init; } = [];

    /// <summary>Whether a safe automatic fix exists.</summary>
    public bool Fixable => Fix is not null;

    /// <summary>The order in which findings are shown: by file, place and rule.</summary>
    public static int ByPlace(Finding left, Finding right)
    {
        var file = string.CompareOrdinal(left.File, right.File);
        if (file != 0) return file;
        var place = left.Range.Offset.CompareTo(right.Range.Offset);
        return place != 0 ? place : string.CompareOrdinal(left.Rule, right.Rule);
    }

    /// <summary>The canonical form that compilers, MSBuild and build servers read: <c>file(line,column): error SLW1013: message</c>.</summary>
    public override string ToString() =>
        $"{File}({Range.Line},{Range.Column}): {Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" }} {Rule}: {Message}";
}

/// <summary>Another place that a finding is about.</summary>
/// <param name="File">The file.</param>
/// <param name="Range">The token.</param>
/// <param name="Message">What it has to do with it.</param>
public sealed record RelatedPlace(string File, SourceRange Range, string Message);
