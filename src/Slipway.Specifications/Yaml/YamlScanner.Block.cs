namespace Slipway.Specifications.Yaml;

/// <summary>Literal and folded blocks.</summary>
internal sealed partial class YamlScanner
{
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
