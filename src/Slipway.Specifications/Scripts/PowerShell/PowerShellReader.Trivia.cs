namespace Slipway.Specifications.Scripts.PowerShell;

/// <content>Blanks, comments, quotes and variables.</content>
internal sealed partial class PowerShellReader
{
    private static bool IsBlank(char c) => c is ' ' or '\t' or '\u00A0' or '\u0085' or '\f' or '\v';

    private static bool IsLineEnd(char c) => c is '\n' or '\r';

    // PowerShell takes typographic quotes and dashes for the plain ones.
    private static bool IsSingleQuote(char c) => c is '\'' or (>= '\u2018' and <= '\u201B');

    private static bool IsDoubleQuote(char c) => c is '"' or (>= '\u201C' and <= '\u201E');

    private static bool IsDash(char c) => c is '-' or (>= '\u2013' and <= '\u2015');

    private static bool IsNameLetter(char c) => c == '_' || char.IsLetterOrDigit(c);

    /// <summary>Skips blanks, comments and continued lines; line ends too where they mean nothing. True when something was skipped.</summary>
    private bool SkipTrivia(bool lines)
    {
        var from = _at;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (IsBlank(c)) _at++;
            else if (lines && IsLineEnd(c)) _at++;
            else if (c == '`' && IsLineEnd(Peek(1))) _at += Peek(1) == '\r' && Peek(2) == '\n' ? 3 : 2;
            else if (c == '#') ReadLineComment();
            else if (c == '<' && Peek(1) == '#') ReadBlockComment();
            else break;
            if (_failedAt >= 0) break;
        }

        return _at > from;
    }

    private void ReadLineComment()
    {
        var end = _text.IndexOf('\n', _at);
        if (end < 0) end = _text.Length;
        if (end > _at && _text[end - 1] == '\r') end--;
        _comments.Add(new ScriptSpan(_at, end - _at));
        _at = end;
    }

    private void ReadBlockComment()
    {
        var end = _text.IndexOf("#>", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            Fail(_at);
            return;
        }

        _comments.Add(new ScriptSpan(_at, end + 2 - _at));
        _at = end + 2;
    }

    /// <summary>Reads a text in quotes or a here-string; one in double quotes becomes a frame of its own.</summary>
    private void ReadQuoted()
    {
        var start = _at;
        if (_text[_at] == '@')
        {
            ReadHereText(start);
            return;
        }

        if (IsDoubleQuote(_text[_at]))
        {
            Push(PowerShellBlockKind.Text, 1, start);
            return;
        }

        for (_at++; _at < _text.Length; _at++)
        {
            if (!IsSingleQuote(_text[_at])) continue;
            if (!IsSingleQuote(Peek(1)))
            {
                _at++;
                TextEnds();
                return;
            }

            _at++;
        }

        Fail(start);
    }

    private void ReadHereText(int start)
    {
        var isDouble = IsDoubleQuote(Peek(1));
        var at = _at + 2;
        while (at < _text.Length && IsBlank(_text[at])) at++;
        if (at >= _text.Length || !IsLineEnd(_text[at]))
        {
            Fail(start);
            return;
        }

        if (isDouble)
        {
            Push(PowerShellBlockKind.HereText, at - start, start);
            return;
        }

        for (; at + 2 < _text.Length; at++)
        {
            if (!IsLineEnd(_text[at]) || !IsSingleQuote(_text[at + 1]) || _text[at + 2] != '@') continue;
            _at = at + 3;
            TextEnds();
            return;
        }

        Fail(start);
    }

    /// <summary>Reads on inside a text in double quotes.</summary>
    private void ReadText()
    {
        var isHere = Top.Kind == PowerShellBlockKind.HereText;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (isHere ? IsLineEnd(c) && IsDoubleQuote(Peek(1)) && Peek(2) == '@' : IsDoubleQuote(c))
            {
                if (!isHere && IsDoubleQuote(Peek(1)))
                {
                    _at += 2;
                    continue;
                }

                _at += isHere ? 3 : 1;
                _frames.RemoveLast();
                TextEnds();
                return;
            }

            if (c == '`')
            {
                _at += 2;
            }
            else if (c == '$' && Peek(1) == '(')
            {
                MarkExpanding();
                Push(PowerShellBlockKind.Subexpression, 2, _at);
                return;
            }
            else if (c == '$')
            {
                if (ReadVariable(inText: true)) MarkExpanding();
            }
            else
            {
                _at++;
            }
        }

        Fail(Top.Opened);
    }

    private void MarkExpanding()
    {
        // The text is the top frame: the word is one below.
        for (var i = _frames.Count - 2; i >= 0; i--)
        {
            if (_frames[i].Kind is PowerShellBlockKind.Text or PowerShellBlockKind.HereText) continue;
            _frames[i].WordExpands = true;
            return;
        }
    }

    private void TextEnds()
    {
        _at = Math.Min(_at, _text.Length);
        _lastEnd = _at;
        ref var top = ref Top;
        top.SawValue = true;
        top.Continues = false;
    }

    /// <summary>Reads a variable whose dollar sign is next; false when it is only a dollar sign.</summary>
    private bool ReadVariable(bool inText = false)
    {
        var start = _at;
        var next = Peek(1);
        if (next == '{')
        {
            var end = _text.IndexOf('}', _at);
            if (end < 0)
            {
                // Nothing is left to read: whoever reads on letter by letter must come to an end.
                Fail(start);
                _at = _text.Length;
                return false;
            }

            _at = end + 1;
        }
        else if (next is '$' or '^' or '?')
        {
            // In a text "$?" and "$$" are read like this too.
            _at += 2;
        }
        else if (IsNameLetter(next))
        {
            _at += 2;
            while (_at < _text.Length && IsVariableLetter(inText)) _at++;
        }
        else if (next == ':' && IsNameLetter(Peek(2)))
        {
            _at += 3;
            while (_at < _text.Length && IsNameLetter(_text[_at])) _at++;
        }
        else
        {
            _at++;
            _lastEnd = _at;
            return false;
        }

        _variables.Add(new PowerShellVariable(start, _at - start, Top.Block));
        _lastEnd = _at;
        return true;
    }

    private bool IsVariableLetter(bool inText)
    {
        var c = _text[_at];
        if (IsNameLetter(c)) return true;
        if (c == '?') return !inText && Peek(1) != '?';
        return c == ':' && _text[_at - 1] != ':' && Peek(1) != ':' && IsNameLetter(Peek(1));
    }
}
