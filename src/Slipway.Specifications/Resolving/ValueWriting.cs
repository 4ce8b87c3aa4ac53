using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Resolving;

/// <summary>Writes a value with placeholders anew: only the placeholders where that is enough, else the whole scalar in other quotes.</summary>
internal static class ValueWriting
{
    /// <summary>The references in a scalar as it stands in the file.</summary>
    public static IReadOnlyList<PropertyReference> WrittenReferences(YamlDocument document, YamlScalar scalar)
    {
        var (start, end) = Inside(document.Text, scalar);
        return [.. PropertyReference.Find(document.Text, start, end)];
    }

    /// <summary>The edits that write a value.</summary>
    public static IEnumerable<ResolvingEdit> Edits(YamlDocument document, YamlScalar scalar, ResolvedValue value, TextPlaces places)
    {
        if (value.Written.Count > 0 && InPlace(scalar, value) is { } write)
        {
            return value.Written.Select((reference, i) => ResolvingEdit.Replace(places.Range(reference.Offset, reference.Length), write(value.Texts[i])));
        }

        // The comment behind the header of a block stays.
        return [new ResolvingEdit(scalar.Range.Offset, scalar.Range.Length, [new TextPiece(Whole(scalar, value) + HeaderComment(document.Text, scalar), scalar.Range)])];
    }

    private static string Whole(YamlScalar scalar, ResolvedValue value) =>
        scalar.Style == YamlScalarStyle.Plain ? ScalarText.Write(value.Text!, value.Key, value.IsInFlow) : ScalarText.Quoted(value.Text!);

    /// <summary>How a text is written inside the scalar as it stands; null where it cannot be without changing its meaning.</summary>
    private static Func<string, string>? InPlace(YamlScalar scalar, ResolvedValue value)
    {
        var isOneLine = scalar.Range.Line == scalar.Range.EndLine;
        switch (scalar.Style)
        {
            case YamlScalarStyle.Plain:
                return isOneLine && ScalarText.IsPlain(value.Text!, value.Key, value.IsInFlow) ? text => text : null;
            case YamlScalarStyle.SingleQuoted:
                return isOneLine && value.Texts.All(ScalarText.IsPrintable) ? text => text.Replace("'", "''") : null;
            case YamlScalarStyle.DoubleQuoted:
                return text => ScalarText.Escape(text, edges: !isOneLine);
            default:
                return value.Texts.All(text => ScalarText.IsPrintable(text) && text[0] != ' ' && text[text.Length - 1] != ' ') ? text => text : null;
        }
    }

    /// <summary>Where the text of a scalar stands: within its quotes, behind the header of its block.</summary>
    private static (int Start, int End) Inside(string text, YamlScalar scalar)
    {
        var (start, end) = (scalar.Range.Offset, scalar.Range.Offset + scalar.Range.Length);
        return scalar.Style switch
        {
            YamlScalarStyle.Plain => (start, end),
            YamlScalarStyle.SingleQuoted or YamlScalarStyle.DoubleQuoted => (start + 1, Math.Max(start + 1, end - 1)),
            _ => (HeaderEnd(text, start, end), end),
        };
    }

    private static int HeaderEnd(string text, int start, int end)
    {
        var at = text.IndexOfAny(['\n', '\r'], start, end - start);
        return at < 0 ? end : at;
    }

    private static string HeaderComment(string text, YamlScalar scalar)
    {
        if (scalar.Style is not (YamlScalarStyle.Literal or YamlScalarStyle.Folded)) return "";
        var end = scalar.Range.Offset + scalar.Range.Length;
        var header = text.Substring(scalar.Range.Offset, HeaderEnd(text, scalar.Range.Offset, end) - scalar.Range.Offset);
        var hash = header.IndexOf('#');
        return hash < 0 ? "" : " " + header.Substring(hash);
    }
}
