using System.Globalization;
using System.Numerics;
using System.Text;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Ruby;

/// <summary>What Psych 4, the YAML library of the Ruby agent, makes of a plain scalar (YAML 1.1 with its peculiarities).</summary>
internal static class PsychScalars
{
    /// <summary>The value of a text without quotes. A date, a timestamp or a number that Ruby cannot convert is a refusal.</summary>
    public static RubyValue Resolve(string text, YamlNode node)
    {
        if (text.Length == 0) return new RubyNil { Node = node };
        if (text.IndexOf('\n') >= 0) return OfLines(text, node);
        if (OfWord(text, node) is { } word) return word;
        if (!LooksNumeric(text)) return new RubyString { Value = text, Node = node };
        if (IsTimestamp(text)) throw Disallowed("Time", node);
        if (IsDate(text)) throw Disallowed("Date", node);
        if (IsInfinity(text, out var infinity)) return new RubyFloat { Value = infinity, Node = node };
        if (text[0] == ':') return text.Length > 1 ? Symbol(text, node) : new RubyString { Value = text, Node = node };
        if (OfSexagesimal(text, node) is { } sexagesimal) return sexagesimal;
        if (IsFloat(text)) return OfFloat(text, node);
        return IsInteger(text, out var radix) ? OfInteger(text, radix, node) : new RubyString { Value = text, Node = node };
    }

    public static AgentRefusalException Disallowed(string className, YamlNode node) => new(
        $"This is loaded as a Ruby {className}, which agents on Ruby 3.1 and later refuse for the whole file; put it in quotes or remove the tag.",
        $"Tried to load unspecified class: {className}", node.Range);

    private static RubyValue? OfWord(string text, YamlNode node)
    {
        if (text.Length > 5) return null;
        if (text == "~" || Same(text, "null")) return new RubyNil { Node = node };
        if (Same(text, "yes") || Same(text, "true") || Same(text, "on")) return new RubyBoolean { Value = true, Node = node };
        return Same(text, "no") || Same(text, "false") || Same(text, "off") ? new RubyBoolean { Value = false, Node = node } : null;
    }

    /// <summary>Psych matches its words line by line, so a folded text of two short lines may still be one of them.</summary>
    private static RubyValue OfLines(string text, YamlNode node)
    {
        if (text.Length <= 5 && !AnyLineStartsOtherwise(text))
        {
            foreach (var word in new[] { "null", "yes", "true", "on", "no", "false", "off" })
            {
                if (Array.Exists(text.Split('\n'), line => Same(line, word))) return OfWord(word, node)!;
            }
        }

        return new RubyString { Value = text, Node = node };
    }

    private static bool AnyLineStartsOtherwise(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if ((i == 0 || text[i - 1] == '\n') && "ytonfYTONF~".IndexOf(text[i]) < 0) return true;
        }

        return false;
    }

    private static bool Same(string text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Every form below begins with a digit, a sign, a point or a colon.</summary>
    private static bool LooksNumeric(string text) => RubyText.IsDigit(text[0]) || text[0] is '-' or '+' or '.' or ':';

    private static RubySymbol Symbol(string text, YamlNode node)
    {
        var name = text.Substring(1);
        if (name.Length >= 2 && name[0] is '"' or '\'')
        {
            var close = name.LastIndexOf(name[0]);
            if (close > 0)
            {
                name = name.Substring(1, close - 1);
                if (name.StartsWith(":", StringComparison.Ordinal)) name = name.Substring(1);
            }
        }

        return new RubySymbol { Value = name, Node = node };
    }

    private static bool IsInfinity(string text, out double value)
    {
        value = Same(text, ".inf") || Same(text, "+.inf") ? double.PositiveInfinity : Same(text, "-.inf") ? double.NegativeInfinity : double.NaN;
        return !double.IsNaN(value) || Same(text, ".nan");
    }

    private static bool IsDate(string text)
    {
        var scan = new ScalarCursor(text);
        return scan.Digits(4, 4) && scan.One('-') && scan.NumberUpTo(12) && scan.One('-') && scan.NumberUpTo(31) && scan.AtEnd;
    }

    private static bool IsTimestamp(string text)
    {
        var scan = new ScalarCursor(text);
        scan.One('-');
        if (!(scan.Digits(4, 4) && scan.One('-') && scan.Digits(1, 2) && scan.One('-') && scan.Digits(1, 2))) return false;
        if (!scan.One('T') && !scan.One('t') && !scan.Blanks(1)) return false;
        if (!(scan.Digits(1, 2) && scan.One(':') && scan.Digits(2, 2) && scan.One(':') && scan.Digits(2, 2))) return false;
        if (scan.One('.')) scan.Digits(0, int.MaxValue);
        if (scan.AtEnd) return true;
        scan.Blanks(0);
        if (scan.One('Z')) return scan.AtEnd;
        if (!scan.One('-') && !scan.One('+')) return false;
        return scan.ZoneToEnd();
    }

    /// <summary><c>1:30</c>, <c>1:30:00</c> and <c>1:30.5</c>. Psych counts two parts as hours and minutes.</summary>
    private static RubyValue? OfSexagesimal(string text, YamlNode node)
    {
        var scan = new ScalarCursor(text);
        _ = scan.One('-') || scan.One('+');
        if (!scan.Digits(1, 1)) return null;
        scan.DigitsOr("_");
        var parts = 0;
        while (parts < 2 && scan.One(':'))
        {
            if (!scan.Minutes()) return null;
            parts++;
        }

        if (parts == 0) return null;
        var pieces = text.Split(':');
        if (scan.AtEnd)
        {
            var sum = BigInteger.Zero;
            for (var i = 0; i < pieces.Length; i++) sum += RubyText.ToInteger(pieces[i]) * BigInteger.Pow(60, Math.Abs(i - 2));
            return new RubyInteger { Value = sum, Node = node };
        }

        if (!scan.One('.')) return null;
        scan.DigitsOr("_");
        if (!scan.AtEnd) return null;
        var total = 0.0;
        for (var i = 0; i < pieces.Length; i++) total += RubyText.ToFloat(pieces[i]) * Math.Pow(60, Math.Abs(i - 2));
        return new RubyFloat { Value = total, Node = node };
    }

    private static bool IsFloat(string text)
    {
        var scan = new ScalarCursor(text);
        _ = scan.One('-') || scan.One('+');
        if (scan.Digits(1, 1)) scan.DigitsOr("_,");
        if (!scan.One('.')) return false;
        scan.Digits(0, int.MaxValue);
        if (scan.AtEnd) return true;
        return (scan.One('e') || scan.One('E')) && (scan.One('-') || scan.One('+')) && scan.Digits(1, int.MaxValue) && scan.AtEnd;
    }

    private static RubyValue OfFloat(string text, YamlNode node)
    {
        var number = text.Replace(",", "").Replace("_", "");
        if (number is "." or "-." or "+.") return new RubyString { Value = text, Node = node };
        if (!RubyText.TryDouble(number, out var value))
        {
            throw new AgentRefusalException($"'{text}' looks like a number, but Ruby cannot read it; put it in quotes.",
                $"invalid value for Float(): {RubyText.Quote(number)}", node.Range);
        }

        return new RubyFloat { Value = value, Node = node };
    }

    private static bool IsInteger(string text, out int radix)
    {
        var scan = new ScalarCursor(text);
        _ = scan.One('-') || scan.One('+');
        radix = 10;
        if (!scan.One('0')) return scan.DecimalWithSeparators();
        if (scan.AtEnd) return true;
        if (scan.One('b'))
        {
            radix = 2;
            return scan.Some(c => c is '0' or '1' or '_' or ',') && scan.AtEnd;
        }

        if (scan.One('x'))
        {
            radix = 16;
            return scan.Some(c => Hex(c) >= 0 || c is '_' or ',') && scan.AtEnd;
        }

        radix = 8;
        return scan.Some(c => c is (>= '0' and <= '7') or '_' or ',') && scan.AtEnd;
    }

    private static RubyInteger OfInteger(string text, int radix, YamlNode node)
    {
        var digits = new StringBuilder();
        foreach (var c in text)
        {
            if (c is not (',' or '_' or '+' or '-')) digits.Append(c);
        }

        if (radix is 2 or 16) digits.Remove(0, 2);
        if (digits.Length == 0)
        {
            throw new AgentRefusalException($"'{text}' looks like a number, but Ruby cannot read it; put it in quotes.",
                $"invalid value for Integer(): {RubyText.Quote(text)}", node.Range);
        }

        var value = BigInteger.Zero;
        if (radix == 10) value = BigInteger.Parse(digits.ToString(), CultureInfo.InvariantCulture);
        else foreach (var c in digits.ToString()) value = (value * radix) + Hex(c);
        return new RubyInteger { Value = text[0] == '-' ? -value : value, Node = node };
    }

    private static int Hex(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };
}
