namespace Slipway.Specifications.Scripts.PowerShell;

/// <content>The words of a command.</content>
internal sealed partial class PowerShellReader
{
    private void BeginCommand(char call)
    {
        ref var top = ref Top;
        top.Command = _commands.Add(new PowerShellCommand(top.Statement, top.Block, _at, call, top.Position) { End = _at });
        _statements[top.Statement].HasCommand = true;
        top.Mode = Mode.Command;
        top.Pending = Pending.None;
        top.Continues = false;
        top.WordStart = -1;
        if (call != '\0') _at++;
    }

    private void ReadCommand()
    {
        if (Top.WordStart >= 0)
        {
            ReadWord();
            return;
        }

        if (SkipTrivia(Top.IgnoresLines || Top.Continues) || _at >= _text.Length) return;
        var c = _text[_at];
        if (IsLineEnd(c))
        {
            EndStatement();
            return;
        }

        switch (c)
        {
            case ';':
                EndStatement();
                _at++;
                return;
            case '|' or '&':
                ReadConnector(c);
                return;
            case ')' or '}':
                Close();
                return;
            case ',':
                _at++;
                _lastEnd = _at;
                Top.Continues = true;
                return;
            case '>':
                BeginRedirection();
                return;
            case '*' or (>= '0' and <= '9') when Peek(1) == '>':
                _at++;
                BeginRedirection();
                return;
        }

        if (IsDash(c) && IsDash(Peek(1)) && Peek(2) == '%')
        {
            ReadVerbatim();
            return;
        }

        BeginWord(c);
    }

    private void BeginWord(char c)
    {
        ref var top = ref Top;
        top.WordStart = _at;
        top.WordExpands = false;
        top.Continues = false;
        top.WordKind = top.IsRedirection ? PowerShellWordKind.Redirection : c switch
        {
            '$' => PowerShellWordKind.Variable,
            '(' => PowerShellWordKind.Group,
            '@' when Peek(1) is '(' or '{' => PowerShellWordKind.Group,
            '@' when IsDoubleQuote(Peek(1)) || IsSingleQuote(Peek(1)) => PowerShellWordKind.Quoted,
            '{' => PowerShellWordKind.ScriptBlock,
            _ when IsDoubleQuote(c) || IsSingleQuote(c) => PowerShellWordKind.Quoted,
            _ when IsDash(c) && (char.IsLetter(Peek(1)) || IsDash(Peek(1)) || Peek(1) == '_') => PowerShellWordKind.Parameter,
            _ => PowerShellWordKind.Bare,
        };
        top.IsRedirection = false;
        if (c is '(' or '{' || (c == '@' && Peek(1) is '(' or '{') || (c == '$' && Peek(1) == '(')) top.WordExpands = true;
        if (c == '(')
        {
            Push(PowerShellBlockKind.Group, 1, _at);
        }
        else if (c == '{')
        {
            Push(PowerShellBlockKind.ScriptBlock, 1, _at);
        }
        else if (c == '@')
        {
            ReadOpening(c);
        }
        else if (top.WordKind == PowerShellWordKind.Parameter)
        {
            ReadParameter();
        }
        else
        {
            ReadWord();
        }
    }

    private void ReadParameter()
    {
        var at = _at + 1;
        while (at < _text.Length && (IsNameLetter(_text[at]) || IsDash(_text[at]) || _text[at] == '?')) at++;
        _at = at;
        if (Peek() == ':') _at++;
        else if (_at < _text.Length && !EndsWord(_text[_at])) Top.WordKind = PowerShellWordKind.Bare;
        _lastEnd = _at;
        if (Top.WordKind == PowerShellWordKind.Parameter) FinishWord();
    }

    private static bool EndsWord(char c) => IsBlank(c) || IsLineEnd(c) || c is ';' or '|' or '&' or '(' or ')' or '{' or '}' or ',' or '>';

    /// <summary>Reads on inside a word, to its end or to a bracket or text that is part of it.</summary>
    private void ReadWord()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '`')
            {
                if (IsLineEnd(Peek(1))) break;
                _at += 2;
            }
            else if (IsDoubleQuote(c) || IsSingleQuote(c))
            {
                ReadQuoted();
                return;
            }
            else if (c == '$')
            {
                Top.WordExpands = true;
                if (Peek(1) == '(')
                {
                    Push(PowerShellBlockKind.Subexpression, 2, _at);
                    return;
                }

                ReadVariable();
            }
            else if (c == '[' && Top.WordKind is PowerShellWordKind.Variable or PowerShellWordKind.Group && _at == _lastEnd)
            {
                Push(PowerShellBlockKind.Index, 1, _at);
                return;
            }
            else if (c is '(' or '{' && _at > Top.WordStart && Top.WordKind is PowerShellWordKind.Variable or PowerShellWordKind.Group)
            {
                Push(c == '(' ? PowerShellBlockKind.Arguments : PowerShellBlockKind.ScriptBlock, 1, _at);
                return;
            }
            else if (EndsWord(c))
            {
                break;
            }
            else
            {
                _at++;
                if (Top.WordKind is PowerShellWordKind.Variable or PowerShellWordKind.Group && IsNameLetter(c)) _lastEnd = _at;
            }
        }

        _at = Math.Min(_at, _text.Length);
        if (_at == Top.WordStart)
        {
            Fail(_at);
            return;
        }

        _lastEnd = _at;
        FinishWord();
    }

    private void FinishWord()
    {
        ref var top = ref Top;
        if (top.WordStart >= 0 && top.Command >= 0 && _at > top.WordStart)
        {
            _words.Add(new PowerShellWord(top.WordStart, _at - top.WordStart, top.WordKind, top.WordExpands, top.Command));
        }

        top.WordStart = -1;
    }

    /// <summary>Everything behind <c>--%</c> goes to the program as it is.</summary>
    private void ReadVerbatim()
    {
        Top.WordStart = _at;
        Top.WordKind = PowerShellWordKind.Bare;
        Top.WordExpands = false;
        while (_at < _text.Length && !IsLineEnd(_text[_at]) && _text[_at] != '|') _at++;
        _lastEnd = _at;
        FinishWord();
    }

    /// <summary><c>&gt;</c>, <c>&gt;&gt;</c> or <c>&gt;&amp;1</c>; what follows is a word.</summary>
    private void BeginRedirection()
    {
        _at++;
        if (Peek() == '>') _at++;
        if (Peek() == '&' && Peek(1) is >= '0' and <= '9')
        {
            _at += 2;
            _lastEnd = _at;
            return;
        }

        _lastEnd = _at;
        ref var top = ref Top;
        if (top.IsExpression)
        {
            Fail(_at);
            return;
        }

        top.Mode = Mode.Command;
        top.IsRedirection = true;
    }

    /// <summary><c>|</c>, <c>||</c>, <c>&amp;&amp;</c>, or <c>&amp;</c> behind a command.</summary>
    private void ReadConnector(char c)
    {
        if (Top.IsExpression)
        {
            Fail(_at);
            return;
        }

        var isChain = Peek(1) == c;
        EndCommand();
        ref var top = ref Top;
        if (c == '&' && !isChain)
        {
            _at++;
            _lastEnd = _at;
            EndStatement();
            return;
        }

        if (isChain) _version7.Add(new ScriptSpan(_at, 2));
        _at += isChain ? 2 : 1;
        _lastEnd = _at;
        top.Position = isChain ? 0 : top.Position + 1;
        top.Mode = Mode.Start;
        top.Pending = Pending.Pipe;
        top.Continues = false;
        top.SawValue = false;
    }
}
