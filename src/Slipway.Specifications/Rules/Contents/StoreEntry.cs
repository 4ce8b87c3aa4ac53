using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Secrets;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>What a file that may keep credentials does keep.</summary>
/// <param name="IsKnown">Whether it could be read.</param>
/// <param name="IsEmpty">Whether nothing but blanks stands in it.</param>
/// <param name="Place">The first credential; null without one.</param>
internal sealed record StoreEntry(bool IsKnown, bool IsEmpty, SourceRange? Place)
{
    public static StoreEntry Unknown { get; } = new(false, false, null);

    public static StoreEntry In(byte[] content, StoreKind kind)
    {
        if (kind is not (StoreKind.Npm or StoreKind.NuGet or StoreKind.Docker or StoreKind.Environment)) return new(true, false, null);
        var text = new UTF8Encoding(false).GetString(content).TrimStart('\uFEFF');
        var at = kind switch
        {
            StoreKind.Npm => FirstOf(text, name =>
                name.EndsWith("_authToken", StringComparison.Ordinal) || name.EndsWith("_auth", StringComparison.Ordinal) || name.EndsWith("_password", StringComparison.Ordinal)),
            StoreKind.NuGet => ClearTextPassword(text),
            StoreKind.Docker => FirstPair(text, name => name is "auth" or "identitytoken"),
            _ when FirstContent(text) == '{' => FirstPair(text, name => LiteralSecret.IsSecretName(name)),
            _ => FirstOf(text, name => LiteralSecret.IsSecretName(name)),
        };
        return new(true, FirstContent(text) == '\0', at is var (start, length) ? new TextPlaces(text).Range(start, length) : null);
    }

    private static char FirstContent(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c)) return c;
        }

        return '\0';
    }

    /// <summary>The first line <c>NAME=value</c> with a literal value whose name is asked for; <c>export</c> and quotes belong to neither.</summary>
    private static (int Start, int Length)? FirstOf(string text, Func<string, bool> isAsked)
    {
        foreach (var line in TextLine.Of(text))
        {
            var start = line.Content;
            if (start == line.End || text[start] is '#' or ';') continue;
            var equals = text.IndexOf('=', start, line.End - start);
            if (equals < 0) continue;
            var name = text.Substring(start, equals - start).Trim();
            if (name.StartsWith("export ", StringComparison.Ordinal)) name = name.Substring(7).Trim();
            var (from, length) = line.Value(equals + 1);
            var value = text.Substring(from, length).Trim('"', '\'');
            if (isAsked(name) && LiteralSecret.IsLiteral(value)) return (start, line.End - start);
        }

        return null;
    }

    /// <summary>The first pair <c>"name": "value"</c> with a literal value whose name is asked for.</summary>
    private static (int Start, int Length)? FirstPair(string text, Func<string, bool> isAsked)
    {
        var (nameStart, nameLength) = (-1, 0);
        for (var at = text.IndexOf('"'); at >= 0 && at + 1 < text.Length;)
        {
            var end = at + 1;
            while (end < text.Length && text[end] != '"' && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
            if (end >= text.Length) return null;
            if (nameStart >= 0)
            {
                var value = text.Substring(at + 1, end - at - 1);
                if (isAsked(text.Substring(nameStart, nameLength)) && LiteralSecret.IsLiteral(value)) return (nameStart, end - nameStart);
            }

            var next = text.IndexOf('"', end + 1);
            var isName = next >= 0 && text.IndexOf(':', end + 1, next - end - 1) is >= 0 and var colon && IsBlank(text, end + 1, colon) && IsBlank(text, colon + 1, next);
            (nameStart, nameLength) = isName ? (at + 1, end - at - 1) : (-1, 0);
            at = next;
        }

        return null;
    }

    private static bool IsBlank(string text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (!char.IsWhiteSpace(text[i])) return false;
        }

        return true;
    }

    private static (int Start, int Length)? ClearTextPassword(string text)
    {
        const string Key = "ClearTextPassword";
        for (var at = text.IndexOf(Key, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(Key, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var tagEnd = text.IndexOf('>', at);
            if (tagEnd < 0) return null;
            var name = text.IndexOf("value", at, tagEnd - at, StringComparison.OrdinalIgnoreCase);
            var open = name < 0 ? -1 : text.IndexOf('"', name, tagEnd - name);
            var close = open < 0 ? -1 : text.IndexOf('"', open + 1, tagEnd - open - 1);
            if (close > open && LiteralSecret.IsLiteral(text.Substring(open + 1, close - open - 1))) return (at, Key.Length);
        }

        return null;
    }
}
