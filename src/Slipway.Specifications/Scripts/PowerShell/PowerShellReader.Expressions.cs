namespace Slipway.Specifications.Scripts.PowerShell;

/// <content>Values and operators.</content>
internal sealed partial class PowerShellReader
{
    private void ReadExpression()
    {
        if (SkipTrivia(Top.IgnoresLines || Top.Continues) || _at >= _text.Length) return;
        var c = _text[_at];
        if (IsLineEnd(c))
        {
            EndStatement();
            return;
        }

        if (ReadOpening(c)) return;
        switch (c)
        {
            case ';':
                if (Top.IsExpression) Fail(_at);
                EndStatement();
                _at++;
                break;
            case '|' or '&':
                ReadConnector(c);
                break;
            case ')' or '}' or ']':
                Close();
                break;
            case ',':
                if (Top.Kind == PowerShellBlockKind.Parameters)
                {
                    EndAssignment();
                    Top.TargetStart = _at + 1;
                }

                Operator(1);
                break;
            case '=':
                Assign(1);
                break;
            case '?':
                ReadQuestionMark();
                break;
            case ':':
                Operator(Peek(1) == ':' ? 2 : 1);
                ReadMember(1);
                break;
            case '.':
                ReadDot();
                break;
            case '+' or '*' or '/' or '%' or '!':
                ReadArithmetic(c);
                break;
            case '>':
                BeginRedirection();
                break;
            default:
                if (IsDash(c)) ReadArithmetic('-');
                else if (IsNameLetter(c)) ReadName();
                else Fail(_at);
                break;
        }
    }

    /// <summary>What begins with a bracket, a quote, a dollar or an at sign; false when the next character is none of them.</summary>
    private bool ReadOpening(char c)
    {
        switch (c)
        {
            case '$' when Peek(1) == '(':
                Push(PowerShellBlockKind.Subexpression, 2, _at);
                return true;
            case '$':
                ReadVariable();
                Value();
                return true;
            case '@' when Peek(1) == '(':
                Push(PowerShellBlockKind.Array, 2, _at);
                return true;
            case '@' when Peek(1) == '{':
                Push(PowerShellBlockKind.Hashtable, 2, _at);
                return true;
            case '@' when IsDoubleQuote(Peek(1)) || IsSingleQuote(Peek(1)):
                ReadQuoted();
                return true;
            case '@':
                _at++;
                while (_at < _text.Length && IsNameLetter(_text[_at])) _at++;
                _lastEnd = _at;
                Value();
                return true;
            case '(':
                var isCall = Top.SawValue && _at == _lastEnd;
                Push(isCall ? Top.Kind == PowerShellBlockKind.Class ? PowerShellBlockKind.Parameters : PowerShellBlockKind.Arguments : PowerShellBlockKind.Group, 1, _at);
                return true;
            case '[':
                Push(PowerShellBlockKind.Index, 1, _at);
                return true;
            case '{':
                OpenBody();
                return true;
            default:
                if (!IsSingleQuote(c) && !IsDoubleQuote(c)) return false;
                ReadQuoted();
                return true;
        }
    }

    /// <summary>A brace among values: a script block, the body of a clause of switch, or that of a method.</summary>
    private void OpenBody()
    {
        ref var top = ref Top;
        var kind = top.Kind == PowerShellBlockKind.Switch ? PowerShellBlockKind.Case
            : top.Kind == PowerShellBlockKind.Class && top.Assignment < 0 ? PowerShellBlockKind.Function : PowerShellBlockKind.ScriptBlock;
        if (kind != PowerShellBlockKind.ScriptBlock) top.EndsWithBlock = true;
        Push(kind, 1, _at);
    }

    private void Value()
    {
        ref var top = ref Top;
        top.SawValue = true;
        top.Continues = false;
    }

    private void Operator(int length)
    {
        _at += length;
        _lastEnd = _at;
        ref var top = ref Top;
        top.SawValue = false;
        top.Continues = true;
    }

    private void Assign(int length)
    {
        ref var top = ref Top;
        EndAssignment();
        top.Assignment = _assignments.Add(new PowerShellAssignment(top.Block, top.TargetStart, _at, _at + length) { End = _at + length });
        Operator(length);
        if (top.IsExpression) return;

        // What is assigned may be a command or a whole statement.
        top.Mode = Mode.Start;
        top.Pending = Pending.Value;
    }

    private void ReadArithmetic(char c)
    {
        if (Peek(1) == '=' && c != '!')
        {
            Assign(2);
            return;
        }

        if (c is '+' or '-' && (c == '+' ? Peek(1) == '+' : IsDash(Peek(1))))
        {
            // Behind a value ++ ends it, in front of one it does not matter.
            _at += 2;
            _lastEnd = _at;
            Top.Continues = false;
            return;
        }

        if (c == '-' && char.IsLetter(Peek(1)))
        {
            _at++;
            while (_at < _text.Length && char.IsLetter(_text[_at])) _at++;
            Operator(0);
            return;
        }

        Operator(1);
    }

    private void ReadQuestionMark()
    {
        if (Peek(1) == '?')
        {
            var length = Peek(2) == '=' ? 3 : 2;
            _version7.Add(new ScriptSpan(_at, length));
            if (length == 3) Assign(3);
            else Operator(2);
        }
        else if (Top.SawValue && Peek(1) is '.' or '[' && _at == _lastEnd)
        {
            _version7.Add(new ScriptSpan(_at, 2));
            _at++;
            _lastEnd = _at;
        }
        else if (Top.SawValue)
        {
            _version7.Add(new ScriptSpan(_at, 1));
            Operator(1);
        }
        else
        {
            Fail(_at);
        }
    }

    private void ReadDot()
    {
        if (Peek(1) == '.')
        {
            Operator(2);
        }
        else if (char.IsDigit(Peek(1)) && !Top.SawValue)
        {
            ReadName();
        }
        else
        {
            Operator(1);
            ReadMember(1);
        }
    }

    /// <summary>The name of a member; nothing when the member is computed.</summary>
    private void ReadMember(int minimum)
    {
        var start = _at;
        while (_at < _text.Length && IsNameLetter(_text[_at])) _at++;
        if (_at - start < minimum) return;
        _lastEnd = _at;
        Value();
    }

    /// <summary>A number or a bare name: a key, a type, a member of a class, <c>in</c>.</summary>
    private void ReadName()
    {
        var start = _at;
        _at++;
        while (_at < _text.Length && (IsNameLetter(_text[_at]) || (_text[_at] == '.' && IsNameLetter(Peek(1)) && _text[_at - 1] != '.') || _text[_at] == '`')) _at++;
        _at = Math.Min(_at, _text.Length);
        if (Top.Kind is PowerShellBlockKind.Hashtable && Top.Assignment < 0)
        {
            while (_at < _text.Length && (IsNameLetter(_text[_at]) || IsDash(_text[_at]))) _at++;
        }

        _lastEnd = _at;
        var length = _at - start;
        if (Top is { IsForEach: true, Kind: PowerShellBlockKind.Condition } && Is(start, length, "in"))
        {
            Top.Mode = Mode.Start;
            Top.Pending = Pending.Value;
            return;
        }

        if (Is(start, length, "param") && Top.Kind is PowerShellBlockKind.Script or PowerShellBlockKind.Function or PowerShellBlockKind.ScriptBlock)
        {
            BeginTail(Tail.Param, PowerShellKeyword.Param);
            return;
        }

        Value();
    }

    private bool Is(int start, int length, string word) =>
        length == word.Length && string.Compare(_text, start, word, 0, length, StringComparison.OrdinalIgnoreCase) == 0;
}
