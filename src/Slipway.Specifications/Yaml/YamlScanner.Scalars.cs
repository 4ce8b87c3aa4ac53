using System.Text;

namespace Slipway.Specifications.Yaml;

/// <summary>Plain, quoted and block scalars.</summary>
internal sealed partial class YamlScanner
{
    private readonly StringBuilder _blanks = new();
    private readonly StringBuilder _breaks = new();

    private void ScanPlainScalar()
    {
        const string context = "while scanning a plain scalar";
        var start = Here;
        var end = start;
        var firstBreak = '\0';
        var leadingBlanks = false;
        var indent = _indent + 1;
        _value.Clear();
        _blanks.Clear();
        _breaks.Clear();
        while (true)
        {
            Need(4);
            if (_column == 0 && (IsDocumentIndicator('-') || IsDocumentIndicator('.'))) break;
            if (At(0) == '#') break;
            while (!IsBlankOrEnd(At(0)))
            {
                var c = At(0);
                if (c == ':' && _flowLevel > 0 && At(1) is ',' or '?' or '[' or ']' or '{' or '}')
                {
                    throw Fault("found unexpected ':'", context, start);
                }

                if ((c == ':' && IsBlankOrEnd(At(1))) || (_flowLevel > 0 && c is ',' or '[' or ']' or '{' or '}')) break;
                if (leadingBlanks)
                {
                    AppendFolded(firstBreak);
                    leadingBlanks = false;
                }
                else if (_blanks.Length > 0)
                {
                    Join(_blanks);
                }

                Take(_value);
                end = Here;
                Need(2);
            }

            if (!IsBlank(At(0)) && !IsBreak(At(0))) break;
            Need(1);
            while (IsBlank(At(0)) || IsBreak(At(0)))
            {
                if (IsBlank(At(0)))
                {
                    if (leadingBlanks && _column < indent && At(0) == '\t')
                    {
                        throw Fault("found a tab character that violates indentation", context, start);
                    }

                    if (leadingBlanks) Advance();
                    else Take(_blanks);
                }
                else
                {
                    Need(2);
                    TakeFoldedBreak(ref leadingBlanks, ref firstBreak);
                }

                Need(1);
            }

            if (_flowLevel == 0 && _column < indent) break;
        }

        _tokens.Add(new YamlToken(YamlTokenKind.Scalar, start, end, _value.ToString()));
        if (leadingBlanks) _simpleKeyAllowed = true;
    }

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
            else
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

    private void TakeFoldedBreak(ref bool leadingBlanks, ref char firstBreak)
    {
        if (leadingBlanks)
        {
            _breaks.Append(TakeBreak());
            return;
        }

        _blanks.Clear();
        firstBreak = TakeBreak();
        leadingBlanks = true;
    }

    /// <summary>A single line feed becomes a space; of more the first goes; Unicode separators stay.</summary>
    private void AppendFolded(char firstBreak)
    {
        if (firstBreak != '\n')
        {
            if (firstBreak != '\0') _value.Append(firstBreak);
        }
        else if (_breaks.Length == 0)
        {
            _value.Append(' ');
        }

        Join(_breaks);
        _blanks.Clear();
    }

    private void Join(StringBuilder part)
    {
        for (var i = 0; i < part.Length; i++) _value.Append(part[i]);
        part.Clear();
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

    private void ScanBlockScalar(bool literal)
    {
        const string context = "while scanning a block scalar";
        var start = Here;
        Advance();
        Need(1);
        ScanBlockHeader(start, out var keep, out var increment);
        Need(1);
        while (IsBlank(At(0)))
        {
            Advance();
            Need(1);
        }

        if (At(0) == '#') ScanComment();
        if (!IsBreakOrEnd(At(0))) throw Fault("did not find expected comment or line break", context, start);
        if (IsBreak(At(0)))
        {
            Need(2);
            AdvanceLine();
        }

        var end = Here;
        var indent = increment == 0 ? 0 : _indent >= 0 ? _indent + increment : increment;
        _value.Clear();
        _breaks.Clear();
        ScanBlockBreaks(ref indent, start, ref end);
        Need(1);
        var firstBreak = '\0';
        var leadingBlank = false;
        while (_column == indent && At(0) != '\0')
        {
            var trailingBlank = IsBlank(At(0));
            if (!literal && firstBreak == '\n' && !leadingBlank && !trailingBlank)
            {
                if (_breaks.Length == 0) _value.Append(' ');
            }
            else if (firstBreak != '\0')
            {
                _value.Append(firstBreak);
            }

            Join(_breaks);
            leadingBlank = trailingBlank;
            while (!IsBreakOrEnd(At(0)))
            {
                Take(_value);
                Need(1);
            }

            Need(2);
            end = Here;
            firstBreak = At(0) == '\0' ? '\0' : TakeBreak();
            ScanBlockBreaks(ref indent, start, ref end);
        }

        if (keep >= 0 && firstBreak != '\0') _value.Append(firstBreak);
        if (keep > 0) Join(_breaks);
        _breaks.Clear();
        var style = literal ? YamlScalarStyle.Literal : YamlScalarStyle.Folded;
        _tokens.Add(new YamlToken(YamlTokenKind.Scalar, start, end, _value.ToString(), "", style));
    }

    /// <summary><paramref name="keep"/>: 1 for <c>+</c>, -1 for <c>-</c>, else 0; <paramref name="increment"/>: the indentation digit, 0 without one.</summary>
    private void ScanBlockHeader(YamlMark start, out int keep, out int increment)
    {
        keep = 0;
        increment = 0;
        for (var i = 0; i < 2; i++)
        {
            var c = At(0);
            if (keep == 0 && c is '+' or '-')
            {
                keep = c == '+' ? 1 : -1;
            }
            else if (increment == 0 && c is >= '0' and <= '9')
            {
                if (c == '0') throw Fault("found an indentation indicator equal to 0", "while scanning a block scalar", start);
                increment = c - '0';
            }
            else
            {
                return;
            }

            Advance();
            Need(1);
        }
    }

    /// <summary>Over the indentation and empty lines; finds out the indentation when it is still 0.</summary>
    private void ScanBlockBreaks(ref int indent, YamlMark start, ref YamlMark end)
    {
        var deepest = 0;
        while (true)
        {
            Need(1);
            while ((indent == 0 || _column < indent) && At(0) == ' ')
            {
                Advance();
                Need(1);
            }

            deepest = Math.Max(deepest, _column);
            if ((indent == 0 || _column < indent) && At(0) == '\t')
            {
                throw Fault("found a tab character where an indentation space is expected", "while scanning a block scalar", start);
            }

            if (!IsBreak(At(0))) break;
            Need(2);
            _breaks.Append(TakeBreak());
        }

        if (indent == 0) indent = Math.Max(1, Math.Max(deepest, _indent + 1));
    }
}
