using System.Globalization;
using System.Text;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Resolving;

/// <summary>Writes texts as YAML scalars that every agent reads back as exactly that text.</summary>
internal static class ScalarText
{
    // What YAML 1.1 takes for something else and Ruby's loader does not, or the other way round.
    private static readonly string[] Words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

    /// <summary>The text as a scalar: without quotes where that is safe, else in the simplest ones that are.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key that it is the value of; null for none. A few hold numbers or truth values and are written as these.</param>
    /// <param name="flow">Whether it stands in brackets or braces.</param>
    public static string Write(string text, string? key, bool flow) => IsPlain(text, key, flow) ? text : Quoted(text);

    /// <summary>The text in quotes.</summary>
    public static string Quoted(string text) => IsPrintable(text) ? "'" + text.Replace("'", "''") + "'" : "\"" + Escape(text, edges: true) + "\"";

    /// <summary>Whether a text means the same without quotes to both agents.</summary>
    public static bool IsPlain(string text, string? key, bool flow) => IsTyped(text, key) || IsPlainText(text, flow);

    /// <summary>Whether a text can stand in single quotes on one line.</summary>
    public static bool IsPrintable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is >= ' ' and <= '~' || (text[i] >= '\u00A1' && char.IsLetterOrDigit(text[i]))) continue;
            return false;
        }

        return true;
    }

    /// <summary>The text as it stands inside double quotes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="edges">Whether blanks at its ends are escaped, which would be lost where a line is folded.</param>
    public static string Escape(string text, bool edges)
    {
        var escaped = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '"' or '\\') escaped.Append('\\').Append(c);
            else if (c == '\n') escaped.Append("\\n");
            else if (c == '\r') escaped.Append("\\r");
            else if (c == '\t') escaped.Append("\\t");
            else if (c == ' ' && edges && (i == 0 || i == text.Length - 1)) escaped.Append("\\x20");
            else if (c is >= ' ' and <= '~' || (c >= '\u00A1' && char.IsLetterOrDigit(c))) escaped.Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length) escaped.Append("\\U").Append(char.ConvertToUtf32(c, text[++i]).ToString("X8", CultureInfo.InvariantCulture));
            else escaped.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }

    /// <summary>Whether a text cannot be written at all: NUL is in no path, and half a surrogate pair in no UTF-8.</summary>
    public static bool IsImpossible(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0') return true;
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return true;
            i++;
        }

        return false;
    }

    /// <summary>Keys whose values are no texts: quotes would change what agent 2 takes them for. A mode with a leading zero must have them.</summary>
    private static bool IsTyped(string text, string? key) => key switch
    {
        "version" or "timeout" or "ContainerPort" or "containerPort" or "Base" or "Weight" => IsNumber(text),
        "mode" => text.Length is > 0 and <= 4 && text[0] != '0' && text.All(digit => digit is >= '0' and <= '7'),
        "sudo" => text is "true" or "false",
        _ => false,
    };

    private static bool IsNumber(string text)
    {
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text.Substring(0, point);
        return whole.Length > 0 && whole.All(IsDigit) && (whole.Length == 1 || whole[0] != '0') && (point < 0 || (point + 1 < text.Length && text.Skip(point + 1).All(IsDigit)));
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    /// <summary>On the safe side: what begins like a number, or has a character that means something somewhere, is quoted.</summary>
    private static bool IsPlainText(string text, bool flow)
    {
        if (text.Length is 0 or > 1000 || !(text[0] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '/' or '_') || text[text.Length - 1] is ' ' or ':') return false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-' or '.' or '/' or '@' or '+' or '=' or '\\') continue;
            if (!flow && c == ':' && text[i + 1] != ' ') continue;
            if (c == ' ' && text[i - 1] != ' ') continue;
            return false;
        }

        if (Array.Exists(Words, word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase))) return false;
        return ScalarValue.Of(new YamlScalar { Value = text }) is RubyString read && read.Value == text;
    }
}
