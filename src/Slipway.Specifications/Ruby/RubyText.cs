using System.Globalization;
using System.Numerics;
using System.Text;

namespace Slipway.Specifications.Ruby;

/// <summary>How Ruby turns values into text and text into numbers.</summary>
internal static class RubyText
{
    /// <summary><c>Float#to_s</c>: always a point or an exponent.</summary>
    public static string Of(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        var negative = value < 0 || (value == 0 && 1 / value < 0);
        var shortest = Math.Abs(value).ToString("E16", CultureInfo.InvariantCulture);
        for (var digits = 0; digits < 17; digits++)
        {
            var candidate = Math.Abs(value).ToString("E" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (double.Parse(candidate, CultureInfo.InvariantCulture) != Math.Abs(value)) continue;
            shortest = candidate;
            break;
        }

        var at = shortest.IndexOf('E');
        var mantissa = shortest.Substring(0, at).Replace(".", "").TrimEnd('0');
        if (mantissa.Length == 0) mantissa = "0";
        var exponent = int.Parse(shortest.Substring(at + 1), CultureInfo.InvariantCulture);
        return (negative ? "-" : "") + Place(mantissa, exponent);
    }

    private static string Place(string digits, int exponent)
    {
        if (exponent is < -4 or >= 16)
        {
            var fraction = digits.Length > 1 ? digits.Substring(1) : "0";
            return $"{digits[0]}.{fraction}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent):00}";
        }

        if (exponent < 0) return "0." + new string('0', -exponent - 1) + digits;
        if (digits.Length <= exponent + 1) return digits + new string('0', exponent + 1 - digits.Length) + ".0";
        return digits.Substring(0, exponent + 1) + "." + digits.Substring(exponent + 1);
    }

    /// <summary><c>String#inspect</c>.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var escape = c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\f' => "\\f",
                '\v' => "\\v",
                '\b' => "\\b",
                '\a' => "\\a",
                '\u001B' => "\\e",
                '#' when i + 1 < text.Length && text[i + 1] is '{' or '$' or '@' => "\\#",
                < ' ' or '\u007F' => $"\\x{(int)c:X2}",
                _ when IsUnprintable(c) => $"\\u{(int)c:X4}",
                _ => null,
            };
            if (escape is null) quoted.Append(c);
            else quoted.Append(escape);
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsUnprintable(char c) => c > '\u007F' && char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    /// <summary>Whether <c>Symbol#inspect</c> writes the name without quotes.</summary>
    public static bool IsPlainSymbol(string name)
    {
        if (name.Length == 0 || char.IsDigit(name[0])) return false;
        var end = name[name.Length - 1] is '?' or '!' or '=' ? name.Length - 1 : name.Length;
        for (var i = 0; i < end; i++)
        {
            if (!char.IsLetterOrDigit(name[i]) && name[i] != '_') return false;
        }

        return end > 0;
    }

    /// <summary><c>String#strip</c>: ASCII blanks and NUL at the end, blanks at the start.</summary>
    public static string Strip(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && (IsBlank(text[start]) || text[start] == '\0')) start++;
        while (end > start && (IsBlank(text[end - 1]) || text[end - 1] == '\0')) end--;
        return text.Substring(start, end - start);
    }

    private static bool IsBlank(char c) => c is ' ' or (>= '\t' and <= '\r');

    /// <summary><c>String#to_i</c>: the longest numeric start, single underscores between digits allowed, else 0.</summary>
    public static BigInteger ToInteger(string text)
    {
        var at = 0;
        while (at < text.Length && IsBlank(text[at])) at++;
        var negative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is '-' or '+') at++;
        var digits = new StringBuilder();
        for (; at < text.Length; at++)
        {
            if (text[at] == '_' && digits.Length > 0 && text[at - 1] != '_' && at + 1 < text.Length && IsDigit(text[at + 1])) continue;
            if (!IsDigit(text[at])) break;
            digits.Append(text[at]);
        }

        if (digits.Length == 0) return BigInteger.Zero;
        var value = BigInteger.Parse(digits.ToString(), CultureInfo.InvariantCulture);
        return negative ? -value : value;
    }

    /// <summary><c>String#to_f</c> for the texts that YAML takes as sexagesimal parts.</summary>
    public static double ToFloat(string text)
    {
        var number = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '_' && i > 0 && IsDigit(text[i - 1]) && i + 1 < text.Length && IsDigit(text[i + 1])) continue;
            if (c == '.' && (i + 1 >= text.Length || !IsDigit(text[i + 1]))) break;
            if (!IsDigit(c) && c != '.' && !(i == 0 && c is '+' or '-')) break;
            number.Append(c);
        }

        return TryDouble(number.ToString(), out var value) ? value : 0;
    }

    /// <summary>A plain decimal number; too large becomes infinity on every runtime.</summary>
    public static bool TryDouble(string text, out double value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (double.TryParse(text, Style, CultureInfo.InvariantCulture, out value)) return true;
#if NETSTANDARD2_0
        // .NET Framework, on which the compiler may load us, refuses a number that does not fit.
        var exponent = text.IndexOfAny(['e', 'E']);
        if (!(exponent < 0 ? text : text.Substring(0, exponent)).Any(IsDigit) || !text.All(c => IsDigit(c) || c is '.' or '+' or '-' or 'e' or 'E')) return false;
        value = text.StartsWith("-", StringComparison.Ordinal) ? double.NegativeInfinity : double.PositiveInfinity;
        return true;
#else
        return false;
#endif
    }

    public static bool IsDigit(char c) => c is >= '0' and <= '9';
}
