using System.Text;
using Slipway.Specifications.Findings;
using static Slipway.Specifications.Secrets.SecretCharacters;

namespace Slipway.Specifications.Secrets;

/// <summary>SLW9015: passwords that are written out in configuration files.</summary>
internal static class ConfigurationSecrets
{
    private const int LongestValue = 512;
    private const int LongestName = 64;
    private const byte Name = Word;

    private static readonly (string Word, bool OnlyConnection)[] Words = [("password", false), ("secret", false), ("apikey", false), ("pwd", true)];

    /// <summary>Whether a file is one of those in which programs look for passwords.</summary>
    public static bool AppliesTo(string name) => FormatOf(name) != Format.None;

    /// <summary>The values of passwords in connection strings, URIs and keys.</summary>
    public static List<SecretMatch> In(byte[] text, int start, string name)
    {
        var matches = new List<SecretMatch>();
        var format = FormatOf(name);
        var severity = name.Equals("appsettings.Production.json", StringComparison.OrdinalIgnoreCase) ? Severity.Error : Severity.Warning;
        // The documentation that the compiler writes is full of the names of parameters and samples.
        if (format == Format.Xml && Contains(text, start, Math.Min(text.Length - start, 200), "<doc>")) return matches;
        for (var at = start; at < text.Length;)
        {
            var found = (Lower(text[at]) switch
            {
                (byte)':' => Uri(text, start, at),
                (byte)'p' or (byte)'s' or (byte)'a' => Assigned(text, start, at, format),
                _ => null,
            }) is { } match ? match : default;
            if (found.Length > 0) matches.Add(found with { Severity = severity });
            at = Math.Max(at + 1, found.Start + found.Length);
        }

        return matches;
    }

    private static Format FormatOf(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot < 0 ? Format.None : name.Substring(dot).ToLowerInvariant() switch
        {
            ".json" when name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) => Format.Json,
            ".config" or ".xml" => Format.Xml,
            ".yml" or ".yaml" => Format.Yaml,
            ".ini" or ".properties" => Format.Lines,
            _ => Format.None,
        };
    }

    /// <summary><c>scheme://user:text@host</c>, at the colon of the scheme.</summary>
    private static SecretMatch? Uri(byte[] text, int start, int colon)
    {
        if (!MatchesExactly(text, colon, text.Length, "://") || colon == start || !Is(text[colon - 1], AlphaNumeric)) return null;
        var password = -1;
        var at = colon + 3;
        for (var stop = Math.Min(text.Length, at + LongestValue); at < stop && text[at] != '@'; at++)
        {
            if (text[at] <= ' ' || text[at] is (byte)'/' or (byte)'"' or (byte)'\'' or (byte)'<' or (byte)'>' or (byte)'?' or (byte)'#' or (byte)'\\' or (byte)',') return null;
            if (text[at] == ':' && password < 0) password = at + 1;
        }

        if (at >= text.Length || text[at] != '@' || password < 0 || password == colon + 4 || !IsLiteral(Text(text, password, at))) return null;
        return Match(password, at, Text(text, NameStart(text, start, colon), colon) + "://");
    }

    /// <summary>A value behind a name that ends in a word for a secret, in the ways of the format.</summary>
    private static SecretMatch? Assigned(byte[] text, int start, int at, Format format)
    {
        foreach (var (word, onlyConnection) in Words)
        {
            if (!Matches(text, at, text.Length, word)) continue;
            var behind = at + word.Length;
            if (behind >= text.Length || Is(text[behind], Name)) return null;
            if (onlyConnection && !BeginsAt(text, start, at, Name)) return null;
            if (Value(text, behind, format, onlyConnection || word == "password") is not { } value) return null;
            return IsLiteral(Text(text, value.Start, value.End)) ? Match(value.Start, value.End, Text(text, NameStart(text, start, at), behind)) : null;
        }

        return null;
    }

    private static (int Start, int End)? Value(byte[] text, int behind, Format format, bool connection)
    {
        var at = Blanks(text, behind);
        if (At(text, at) == '=' && (connection || format is Format.Lines or Format.Xml))
        {
            at = Blanks(text, at + 1);
            if (At(text, at) is (byte)'"' or (byte)'\'') return Quoted(text, at);
            if (format == Format.Lines) return AtEndOfLine(text, at);
            return connection ? Until(text, at, static c => c is (byte)';' or (byte)'"' or (byte)'\'' or (byte)'<' or (byte)'&' or (byte)'\\' or (byte)'\n' or (byte)'\r') : null;
        }

        switch (format)
        {
            case Format.Json when At(text, behind) == '"':
                at = Blanks(text, behind + 1);
                return At(text, at) == ':' && At(text, at = Blanks(text, at + 1)) == '"' ? Quoted(text, at) : null;
            case Format.Yaml when At(text, behind) is (byte)':' or (byte)'"' or (byte)'\'':
                at = At(text, behind) == ':' ? behind : behind + 1;
                if (At(text, at) != ':' || At(text, at + 1) != ' ') return null;
                at = Blanks(text, at + 1);
                return At(text, at) is (byte)'"' or (byte)'\'' ? Strict(text, Quoted(text, at)) : AtEndOfLine(text, at);
            case Format.Lines when At(text, at) == ':':
                return AtEndOfLine(text, Blanks(text, at + 1));
            case Format.Xml when At(text, behind) == '>':
                return Until(text, behind + 1, static c => c == '<');
            case Format.Xml when At(text, behind) is (byte)'"' or (byte)'\'':
                at = Blanks(text, behind + 1);
                if (!Matches(text, at, text.Length, "value")) return null;
                at = Blanks(text, at + 5);
                return At(text, at) == '=' && At(text, at = Blanks(text, at + 1)) is (byte)'"' or (byte)'\'' ? Quoted(text, at) : null;
            default:
                return null;
        }
    }

    private static (int Start, int End)? Quoted(byte[] text, int at)
    {
        var quote = text[at];
        var end = at + 1;
        for (var stop = Math.Min(text.Length, end + LongestValue); end < stop && text[end] != quote && text[end] is not ((byte)'\n' or (byte)'\r'); end++)
        {
            if (text[end] == '\\' && quote == '"') end++;
        }

        return end < text.Length && text[end] == quote ? (at + 1, end) : null;
    }

    /// <summary>
    /// A value up to the end of its line or a comment. Lines of settings are also lines of translations (<c>login.password=Your password</c>), so the value must
    /// be one word that is no word of a language.
    /// </summary>
    private static (int Start, int End)? AtEndOfLine(byte[] text, int at)
    {
        if (Until(text, at, static c => c is (byte)'\n' or (byte)'\r' or (byte)';') is not { } value) return null;
        var end = value.End;
        for (var i = value.Start + 1; i < end; i++)
        {
            if (text[i] == '#' && text[i - 1] is (byte)' ' or (byte)'\t') end = i;
        }

        while (end > value.Start && text[end - 1] is (byte)' ' or (byte)'\t') end--;
        return Strict(text, (value.Start, end));
    }

    private static (int Start, int End)? Strict(byte[] text, (int Start, int End)? value)
    {
        if (value is not var (start, end)) return null;
        bool letter = false, other = false;
        for (var i = start; i < end; i++)
        {
            if (text[i] is (byte)' ' or (byte)'\t') return null;
            if (Lower(text[i]) is >= (byte)'a' and <= (byte)'z') letter = true;
            else if (text[i] is >= (byte)'0' and <= (byte)'9' or (byte)'!' or (byte)'$' or (byte)'%' or (byte)'&' or (byte)'*' or (byte)'#' or (byte)'@' or (byte)'+' or (byte)'=') other = true;
        }

        return letter && other ? value : null;
    }

    private static (int Start, int End)? Until(byte[] text, int at, Func<byte, bool> isEnd)
    {
        var end = at;
        for (var stop = Math.Min(text.Length, at + LongestValue); end < stop && !isEnd(text[end]);) end++;
        return end > at && end - at < LongestValue ? (at, end) : null;
    }

    private static int Blanks(byte[] text, int at)
    {
        for (var stop = Math.Min(text.Length, at + LongestName); at < stop && text[at] is (byte)' ' or (byte)'\t';) at++;
        return at;
    }

    private static int At(byte[] text, int at) => at < text.Length ? text[at] : -1;

    private static int NameStart(byte[] text, int start, int at)
    {
        for (var stop = Math.Max(start, at - LongestName); at > stop && (Is(text[at - 1], UrlBase64) || text[at - 1] == '.');) at--;
        return at;
    }

    /// <summary>Not a placeholder; nor what configuration files have besides: a name of a type or store, escaped angle brackets, the word itself.</summary>
    private static bool IsLiteral(string value) =>
        LiteralSecret.IsLiteral(value) && !value.Equals("password", StringComparison.OrdinalIgnoreCase) && value.IndexOf("***", StringComparison.Ordinal) < 0
        && !value.StartsWith("&lt;", StringComparison.Ordinal) && value.IndexOf("KeyVault", StringComparison.OrdinalIgnoreCase) < 0
        && value.IndexOf("${", StringComparison.Ordinal) < 0 && !value.StartsWith("{", StringComparison.Ordinal);

    private static string Text(byte[] text, int from, int to) => Encoding.UTF8.GetString(text, from, to - from);

    private static SecretMatch Match(int start, int end, string kind) => new(start, end - start, "SLW9015", Severity.Warning, kind, 0, end - start);

    /// <summary>How a file writes names and values.</summary>
    private enum Format
    {
        None,
        Json,
        Xml,
        Yaml,
        Lines,
    }
}
