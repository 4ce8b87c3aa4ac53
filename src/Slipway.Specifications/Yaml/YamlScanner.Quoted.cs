namespace Slipway.Specifications.Yaml;

/// <summary>Scalars in single and double quotes.</summary>
internal sealed partial class YamlScanner
{
    private void ScanFlowScalar(bool single)
    {
        const string context = "while scanning a quoted scalar";
        var quote = single ? '\'' : '"';
        var start = Here;
        Advance();
        _value.Clear();
        while (true)
        {
            Need(4);
            if (_column == 0 && (IsDocumentIndicator('-') || IsDocumentIndicator('.')))
            {
                throw Fault("found unexpected document indicator", context, start);
            }

            if (At(0) == '\0') throw Fault("found unexpected end of stream", context, start);
            Need(2);
            var leadingBlanks = TakeQuotedWord(single, quote, start);
            Need(1);
            if (At(0) == quote) break;
            TakeQuotedBlanks(leadingBlanks);
        }

        Advance();
        var style = single ? YamlScalarStyle.SingleQuoted : YamlScalarStyle.DoubleQuoted;
        _tokens.Add(new YamlToken(YamlTokenKind.Scalar, start, Here, _value.ToString(), "", style));
    }

    /// <summary>Everything up to a blank, a break or the closing quote; true when it ended in an escaped line break.</summary>
    private bool TakeQuotedWord(bool single, char quote, YamlMark start)
    {
        while (!IsBlankOrEnd(At(0)))
        {
            if (single && At(0) == '\'' && At(1) == '\'')
            {
                _value.Append('\'');
                Advance();
                Advance();
            }
            else if (At(0) == quote)
            {
                return false;
            }
            else if (!single && At(0) == '\\' && IsBreak(At(1)))
            {
                Need(3);
                Advance();
                AdvanceLine();
                return true;
            }
            else if (!single && At(0) == '\\')
            {
                TakeEscape(start);
            }
            else if (!TakeRun())
            {
                Take(_value);
            }

            Need(2);
        }

        return false;
    }

    private void TakeQuotedBlanks(bool leadingBlanks)
    {
        var firstBreak = '\0';
        _blanks.Clear();
        _breaks.Clear();
        while (IsBlank(At(0)) || IsBreak(At(0)))
        {
            if (!IsBlank(At(0)))
            {
                Need(2);
                TakeFoldedBreak(ref leadingBlanks, ref firstBreak);
            }
            else if (leadingBlanks)
            {
                Advance();
            }
            else
            {
                Take(_blanks);
            }

            Need(1);
        }

        if (leadingBlanks) AppendFolded(firstBreak);
        else Join(_blanks);
    }

    private void TakeEscape(YamlMark start)
    {
        const string context = "while parsing a quoted scalar";
        var length = 0;
        var plain = At(1) switch
        {
            '0' => '\0',
            'a' => '\a',
            'b' => '\b',
            't' or '\t' => '\t',
            'n' => '\n',
            'v' => '\v',
            'f' => '\f',
            'r' => '\r',
            'e' => '\u001B',
            ' ' => ' ',
            '"' => '"',
            '/' => '/',
            '\\' => '\\',
            'N' => '\u0085',
            '_' => '\u00A0',
            'L' => '\u2028',
            'P' => '\u2029',
            'x' => Hexadecimal(2, out length),
            'u' => Hexadecimal(4, out length),
            'U' => Hexadecimal(8, out length),
            _ => throw Fault("found unknown escape character", context, start),
        };
        Advance();
        Advance();
        if (length == 0)
        {
            _value.Append(plain);
            return;
        }

        Need(length);
        uint code = 0;
        for (var i = 0; i < length; i++)
        {
            if (!TryHexDigit(At(i), out var digit)) throw Fault("did not find expected hexdecimal number", context, start);
            code = (code << 4) + digit;
        }

        if (code is >= 0xD800 and <= 0xDFFF or > 0x10FFFF) throw Fault("found invalid Unicode character escape code", context, start);
        _value.Append(code < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32((int)code));
        for (var i = 0; i < length; i++) Advance();
    }

    private static char Hexadecimal(int digits, out int length)
    {
        length = digits;
        return '\0';
    }

    private static bool TryHexDigit(char c, out uint digit)
    {
        digit = c switch
        {
            >= '0' and <= '9' => (uint)(c - '0'),
            >= 'a' and <= 'f' => (uint)(c - 'a' + 10),
            >= 'A' and <= 'F' => (uint)(c - 'A' + 10),
            _ => 16,
        };
        return digit < 16;
    }
}
