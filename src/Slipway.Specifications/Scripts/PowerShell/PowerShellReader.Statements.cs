namespace Slipway.Specifications.Scripts.PowerShell;

/// <content>Where statements begin, and keywords.</content>
internal sealed partial class PowerShellReader
{
    private void ReadStart()
    {
        if (SkipTrivia(Top.Pending != Pending.Optional || Top.IgnoresLines) || _at >= _text.Length) return;
        var c = _text[_at];
        if (IsLineEnd(c) || c == ';')
        {
            EndStatement();
            _at++;
            return;
        }

        if (c is ')' or '}' or ']')
        {
            Close();
            return;
        }

        ref var top = ref Top;
        if (top.Pending == Pending.None)
        {
            if (c == '|' && _statements.Count > 0 && top.Statement < 0)
            {
                // Version 7 continues a pipeline on the next line.
                top.Pending = Pending.Pipe;
                BeginStatement();
                Top.Position = 1;
                _at++;
                return;
            }

            if (top.Statement < 0)
            {
                var afterDo = top.AfterDo;
                BeginStatement();
                Top.AfterDo = afterDo;
            }

            if (top.Kind is PowerShellBlockKind.Hashtable or PowerShellBlockKind.Switch or PowerShellBlockKind.Class && !IsFollower())
            {
                top.Mode = Mode.Expression;
                return;
            }
        }

        if (!StartCommandOrKeyword(c)) return;
        Top.Mode = Mode.Expression;
        Top.Pending = Pending.None;
    }

    /// <summary>True when what begins here is an expression.</summary>
    private bool StartCommandOrKeyword(char c)
    {
        if (c == '&')
        {
            if (Peek(1) == '&') Fail(_at);
            else BeginCommand('&');
            return false;
        }

        if (c == '.' && (IsBlank(Peek(1)) || Peek(1) is '$' or '(' or '{' || IsSingleQuote(Peek(1)) || IsDoubleQuote(Peek(1))))
        {
            BeginCommand('.');
            return false;
        }

        if (c is '$' or '@' or '(' or '[' or '{' or '+' or '!' or ',' || IsSingleQuote(c) || IsDoubleQuote(c)) return true;
        if (IsDash(c)) return true;
        if (c == '.' && char.IsDigit(Peek(1))) return true;
        if (char.IsDigit(c) && IsNumber()) return true;
        if (c == ':' && IsNameLetter(Peek(1)))
        {
            // The label of a loop.
            _at++;
            while (_at < _text.Length && IsNameLetter(_text[_at])) _at++;
            return false;
        }

        if (c is '<' or '>' or '|' or '=' or '^')
        {
            Fail(_at);
            return false;
        }

        if (Top.Pending != Pending.Pipe && char.IsLetter(c) && StartKeyword()) return false;
        BeginCommand('\0');
        return false;
    }

    private bool IsNumber()
    {
        var at = _at;
        while (at < _text.Length && char.IsDigit(_text[at])) at++;
        if (at >= _text.Length || !char.IsLetter(_text[at]) || (at == _at + 1 && _text[_at] == '0' && _text[at] is 'x' or 'X')) return true;
        var suffix = at;
        while (at < _text.Length && char.IsLetterOrDigit(_text[at])) at++;
        var length = at - suffix;
        return Is(suffix, length, "kb") || Is(suffix, length, "mb") || Is(suffix, length, "gb") || Is(suffix, length, "tb") || Is(suffix, length, "l") || Is(suffix, length, "d");
    }

    /// <summary>The length of the letters that are next, when they stand alone as a keyword does; else 0.</summary>
    private int KeywordLength()
    {
        var at = _at;
        while (at < _text.Length && char.IsLetter(_text[at])) at++;
        if (at < _text.Length && !IsBlank(_text[at]) && !IsLineEnd(_text[at]) && _text[at] is not ('(' or '{' or ';' or ')' or '}' or '$' or '"' or '\'' or '[' or '`' or '#')) return 0;
        return at - _at;
    }

    /// <summary>Whether a keyword that belongs to the block before is next.</summary>
    private bool IsFollower()
    {
        var length = KeywordLength();
        return length is >= 4 and <= 7 && (Is(_at, length, "else") || Is(_at, length, "elseif") || Is(_at, length, "catch") || Is(_at, length, "finally"));
    }

    private bool StartKeyword()
    {
        var length = KeywordLength();
        if (length is < 2 or > 12) return false;
        var found = PowerShellKeywords.Find(_text, _at, length);
        if (found is null || (found.NeedsBrace && !IsBraceBehind(length))) return false;
        var at = _at;
        _at += length;
        _lastEnd = _at;
        switch (found.Name)
        {
            case "exit" or "throw" or "return" or "break" or "continue":
                if (_statements[Top.Statement].Start == at) _statements[Top.Statement].Keyword = found.Keyword;
                Top.Mode = Mode.Start;
                Top.Pending = Pending.Optional;
                return true;
            case "using":
                while (_at < _text.Length && !IsLineEnd(_text[_at]) && _text[_at] is not (';' or '#')) _at++;
                _lastEnd = _at;
                _statements[Top.Statement].Keyword = PowerShellKeyword.Using;
                EndStatement();
                return true;
        }

        var tail = found.Name switch
        {
            "if" or "elseif" => Tail.Condition,
            "for" => Tail.Loop,
            "while" => Top.AfterDo ? Tail.LoopEnd : Tail.Loop,
            "until" => Tail.LoopEnd,
            "do" => Tail.Do,
            "foreach" => Tail.ForEach,
            "switch" => Tail.Switch,
            "function" or "filter" => Tail.Function,
            "class" or "enum" => Tail.Class,
            "try" => Tail.Try,
            "catch" => Tail.Catch,
            "finally" => Tail.Finally,
            "trap" => Tail.Trap,
            "param" => Tail.Param,
            "else" => Tail.Body,
            _ => Tail.Named,
        };
        BeginTail(tail, _statements[Top.Statement].Start == at ? found.Keyword : PowerShellKeyword.None);
        return true;
    }

    private bool IsBraceBehind(int length)
    {
        var at = _at + length;
        while (at < _text.Length && (IsBlank(_text[at]) || IsLineEnd(_text[at]))) at++;
        return at < _text.Length && _text[at] == '{';
    }

    private void BeginTail(Tail tail, PowerShellKeyword keyword)
    {
        ref var top = ref Top;
        if (keyword != PowerShellKeyword.None) _statements[top.Statement].Keyword = keyword;
        top.Mode = Mode.Tail;
        top.Tail = tail;
        top.Pending = Pending.None;
        top.EndsWithBlock = true;
        top.AfterDo = false;
    }

    /// <summary>Behind a keyword: a condition, a name, a list of types; then the body.</summary>
    private void ReadTail()
    {
        if (SkipTrivia(lines: true) || _at >= _text.Length) return;
        var c = _text[_at];
        var tail = Top.Tail;
        switch (c)
        {
            case '(':
                Push(tail is Tail.Function or Tail.Param ? PowerShellBlockKind.Parameters : PowerShellBlockKind.Condition, 1, _at);
                Top.IsForEach = tail == Tail.ForEach;
                return;
            case '{':
                OpenTailBody(tail);
                return;
            case ')' or '}' or ']' or ';' or '|':
                Fail(_at);
                return;
        }

        if (tail is Tail.Body or Tail.Condition or Tail.Param or Tail.Do or Tail.LoopEnd or Tail.Named or Tail.Try or Tail.Finally)
        {
            Fail(_at);
            return;
        }

        if (ReadOpening(c)) return;
        var start = _at;
        while (_at < _text.Length && !IsBlank(_text[_at]) && !IsLineEnd(_text[_at]) && _text[_at] is not ('(' or '{' or '[' or '$' or ')' or '}' or '"' or '\'')) _at++;
        if (_at == start) _at++;
        _lastEnd = _at;
    }

    private void OpenTailBody(Tail tail)
    {
        if (tail is Tail.Param or Tail.LoopEnd)
        {
            Fail(_at);
            return;
        }

        var kind = tail switch
        {
            Tail.Body or Tail.Condition => PowerShellBlockKind.If,
            Tail.Switch => PowerShellBlockKind.Switch,
            Tail.Function => PowerShellBlockKind.Function,
            Tail.Class => PowerShellBlockKind.Class,
            Tail.Try => PowerShellBlockKind.Try,
            Tail.Catch => PowerShellBlockKind.Catch,
            Tail.Finally => PowerShellBlockKind.Finally,
            Tail.Trap => PowerShellBlockKind.Trap,
            Tail.Named => PowerShellBlockKind.Named,
            _ => PowerShellBlockKind.Loop,
        };
        var partner = tail is Tail.Catch or Tail.Finally ? Top.LastTry : -1;
        Push(kind, 1, _at);
        _blocks[Top.Block].Partner = partner;
    }
}
