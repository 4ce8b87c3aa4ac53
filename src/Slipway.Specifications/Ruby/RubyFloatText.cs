namespace Slipway.Specifications.Ruby;

/// <summary>Ruby's <c>Float(text)</c>, stricter than <c>to_f</c>: the whole text must be a number.</summary>
internal static class RubyFloatText
{
    /// <summary>Decimal with single underscores between digits, or hexadecimal; blanks around are allowed.</summary>
    public static bool TryParse(string text, out double value)
    {
        value = 0;
        var trimmed = text.Trim(' ', '\t', '\n', '\v', '\f', '\r');
        if (trimmed.Length == 0 || trimmed.IndexOf('\0') >= 0) return false;
        for (var i = 0; i < trimmed.Length; i++)
        {
            if (trimmed[i] != '_') continue;
            if (i == 0 || i + 1 == trimmed.Length || !RubyText.IsDigit(trimmed[i - 1]) || !RubyText.IsDigit(trimmed[i + 1])) return false;
        }

        var number = trimmed.Replace("_", "");
        var sign = number[0] is '-' or '+' ? 1 : 0;
        if (number.Length > sign + 2 && number[sign] == '0' && number[sign + 1] is 'x' or 'X') return TryHexadecimal(number, sign, out value);
        var point = number.IndexOf('.');
        if (point >= 0 && (point + 1 == number.Length || !RubyText.IsDigit(number[point + 1]))) return false;
        return RubyText.TryDouble(number, out value);
    }

    private static bool TryHexadecimal(string number, int sign, out double value)
    {
        value = 0;
        for (var i = sign + 2; i < number.Length; i++)
        {
            if (!Uri.IsHexDigit(number[i])) return false;
            value = (value * 16) + Convert.ToInt32(number[i].ToString(), 16);
        }

        if (number[0] == '-') value = -value;
        return true;
    }
}
