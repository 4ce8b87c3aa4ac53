using Slipway.Specifications.Findings;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules;

/// <summary>The place of a part of a scalar's text.</summary>
internal static class ScalarPart
{
    /// <summary>
    /// Where a part of the text stands in the file; the whole scalar where it is written in another way than it reads (escapes, several lines).
    /// </summary>
    /// <param name="context">The run.</param>
    /// <param name="scalar">The scalar.</param>
    /// <param name="start">Where the part begins in the scalar's text.</param>
    /// <param name="length">How long it is.</param>
    public static SourceRange Of(RuleContext context, YamlScalar scalar, int start, int length)
    {
        var offset = scalar.Range.Offset + (scalar.IsQuoted ? 1 : 0);
        var written = context.Document!.Text;
        if (length == 0 || start + length > scalar.Value.Length || offset + start + length > written.Length) return scalar.Range;
        if (scalar.Style is YamlScalarStyle.Literal or YamlScalarStyle.Folded) return scalar.Range;
        return string.CompareOrdinal(written, offset, scalar.Value, 0, start + length) == 0 ? context.Places.Range(offset + start, length) : scalar.Range;
    }
}
