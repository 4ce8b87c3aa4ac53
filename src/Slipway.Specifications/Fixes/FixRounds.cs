using System.Text;
using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Fixes;

/// <summary>
/// Applies the fixes of a file round after round, because a fix may uncover the next mistake and fixes that touch each other cannot go
/// together. Pure: what checks the text and what saves it is the caller's.
/// </summary>
public static class FixRounds
{
    /// <summary>The most rounds; a file that is not settled by then stays as it is after them.</summary>
    public const int Most = 10;

    private const char Mark = '\uFEFF';

    /// <summary>The text after all fixes.</summary>
    /// <param name="text">The text; a leading U+FEFF stands for a byte order mark.</param>
    /// <param name="check">Gives the findings of one file, whose offsets count without the mark; its text has the mark while the file has it.</param>
    public static FixedFile Apply(string text, Func<string, IReadOnlyList<Finding>> check)
    {
        var encoding = FixEncoding.Keep;
        var marked = text.Length > 0 && text[0] == Mark;
        if (marked) text = text.Substring(1);
        var count = 0;
        for (var round = 0; round < Most; round++)
        {
            var fixes = Applicable(check(marked ? Mark + text : text), encoding);
            if (fixes.Count == 0) break;
            var changed = FixedText.Apply(text, fixes.SelectMany(fix => fix.Changes));
            var saved = encoding;
            foreach (var fix in fixes)
            {
                if (fix.Encoding != FixEncoding.Keep) saved = fix.Encoding;
            }

            if (changed == text && saved == encoding) break;
            (text, encoding) = (changed, saved);
            if (encoding != FixEncoding.Keep) marked = encoding == FixEncoding.Utf8WithMark;
            count += fixes.Count;
        }

        return new FixedFile(text, encoding, count);
    }

    /// <summary>The bytes of a file after all fixes; the same array when there is nothing to fix, or when they are no text that could be saved again.</summary>
    /// <param name="content">UTF-8, or UTF-16 with a mark.</param>
    /// <param name="check">Gives the findings of one file by its bytes.</param>
    /// <param name="count">How many findings were fixed.</param>
    public static byte[] Apply(byte[] content, Func<byte[], IReadOnlyList<Finding>> check, out int count)
    {
        count = 0;
        if (WideEncoding(content) is { } wide)
        {
            // The only thing that can be said of such a file is how it should be saved.
            if (!check(content).Any(finding => finding.Fix is { Changes.Count: 0, Encoding: not FixEncoding.Keep })) return content;
            var inner = Apply(Encoding.UTF8.GetBytes(wide.GetString(content, 2, content.Length - 2)), check, out count);
            count++;
            return inner;
        }

        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (ArgumentException)
        {
            return content;
        }

        var marked = text.Length > 0 && text[0] == Mark;
        var result = Apply(text, changed => check(Encoding.UTF8.GetBytes(changed)));
        count = result.Count;
        if (count == 0) return content;
        var keepsMark = result.Encoding == FixEncoding.Keep ? marked : result.Encoding == FixEncoding.Utf8WithMark;
        return Encoding.UTF8.GetBytes(keepsMark ? Mark + result.Text : result.Text);
    }

    private static IReadOnlyList<Fix> Applicable(IReadOnlyList<Finding> findings, FixEncoding encoding)
    {
        var fixes = new List<Fix>();
        foreach (var finding in findings)
        {
            // Once the file is to be saved in a way, a wish for another way would never end.
            if (finding.Fix is { } fix && (fix.Encoding == FixEncoding.Keep || encoding == FixEncoding.Keep)) fixes.Add(fix);
        }

        return fixes.Count == 0 ? fixes : FixedText.WithoutOverlaps(fixes);
    }

    private static Encoding? WideEncoding(byte[] content) => content.Length < 2 ? null
        : content[0] == 0xFF && content[1] == 0xFE ? Encoding.Unicode
        : content[0] == 0xFE && content[1] == 0xFF ? Encoding.BigEndianUnicode
        : null;
}

/// <summary>A file after its fixes.</summary>
/// <param name="Text">Its text without a byte order mark.</param>
/// <param name="Encoding">How it is to be saved.</param>
/// <param name="Count">How many findings were fixed; 0 means that nothing is to be saved.</param>
public sealed record FixedFile(string Text, FixEncoding Encoding, int Count);
