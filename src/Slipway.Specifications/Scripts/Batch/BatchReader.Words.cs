namespace Slipway.Specifications.Scripts.Batch;

/// <content>Names, arguments, conditions and heads of loops.</content>
internal sealed partial class BatchReader
{
    /// <summary>Commands of cmd itself: their name may be followed by an argument without a blank.</summary>
    private static readonly string[] Internal =
    [
        "echo", "cd", "chdir", "goto", "call", "set", "exit", "del", "erase", "rd", "rmdir", "md", "mkdir", "if", "rem", "type", "dir", "copy", "move", "pushd", "popd", "title", "ver", "cls", "shift", "ren",
    ];

    private void ReadName()
    {
        var start = _at;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (SkipProtected(c)) continue;
            if (c == '^' || EndsWord(c) || c is ',' or ';' or '=') break;
            if (c is '/' or '.' or ':' or '\\' or '[' or '+' or '(' && IsInternal(start, _at - start)) break;
            _at++;
        }

        _at = Math.Min(_at, _text.Length);
    }

    private bool IsInternal(int start, int length)
    {
        if (length is < 2 or > 6) return false;
        foreach (var name in Internal)
        {
            if (Is(start, length, name)) return true;
        }

        return false;
    }

    private bool EndsWord(char c) => IsBlank(c) || IsLineEnd(c) || c is '&' or '|' or '<' or '>' || (c == ')' && _open > 0);

    /// <summary>A text in quotes; it ends with the line at the latest.</summary>
    private void SkipQuoted()
    {
        _at++;
        while (_at < _text.Length && !IsLineEnd(_text[_at]))
        {
            if (_text[_at] == '%')
            {
                SkipExpansion();
                continue;
            }

            if (_text[_at++] == '"') return;
        }
    }

    /// <summary><c>%name:old=new%</c> may hold quotes and connectors that mean nothing; every other percent sign is only a letter.</summary>
    private void SkipExpansion()
    {
        var at = _at + 1;
        while (at < _text.Length && (char.IsLetterOrDigit(_text[at]) || _text[at] == '_')) at++;
        if (at == _at + 1 || at >= _text.Length || _text[at] != ':')
        {
            _at++;
            return;
        }

        while (at < _text.Length && _text[at] is not ('%' or '\n' or '\r')) at++;
        _at = at < _text.Length && _text[at] == '%' ? at + 1 : _at + 1;
    }

    private void ReadArguments(int command)
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (IsBlank(c))
            {
                _at++;
            }
            else if (c == '^' && IsLineEnd(Peek(1)))
            {
                SkipContinuation();
            }
            else if (c is '>' or '<')
            {
                ReadRedirection(command);
                _commands[command].End = _at;
            }
            else if (EndsWord(c))
            {
                break;
            }
            else
            {
                ReadWord(isTarget: false);
                _commands[command].End = _at;
            }
        }

        if (_commands[command].End == 0) _commands[command].End = _words.Last.End;
    }

    /// <summary>Passes over what belongs to a word whatever it holds: quoted, escaped, a variable. A caret at the end of a line is none of them.</summary>
    private bool SkipProtected(char c)
    {
        switch (c)
        {
            case '"':
                SkipQuoted();
                return true;
            case '%':
                SkipExpansion();
                return true;
            case '^' when !IsLineEnd(Peek(1)):
                _at += 2;
                return true;
            default:
                return false;
        }
    }

    private void ReadWord(bool isTarget)
    {
        var start = _at;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (SkipProtected(c)) continue;
            if (c == '^' || EndsWord(c)) break;
            _at++;
        }

        _at = Math.Min(_at, _text.Length);

        // A digit in front of a redirection is the number of its stream.
        if (!isTarget && _at == start + 1 && char.IsDigit(_text[start]) && Peek() is '>' or '<') return;
        if (_at > start) _words.Add(new BatchWord(start, _at - start, isTarget));
    }

    /// <summary>A redirection and its target; -1 for one behind a parenthesis.</summary>
    private void ReadRedirection(int command)
    {
        var isOutput = _text[_at] == '>';
        var isError = _at > 0 && _text[_at - 1] == '2';
        if (command >= 0 && isOutput && !isError) _commands[command].HasOutput = true;
        if (command >= 0 && !isOutput) _commands[command].HasInput = true;
        _at++;
        if (Peek() == '>') _at++;
        if (Peek() == '&')
        {
            _at++;
            if (char.IsDigit(Peek())) _at++;
            return;
        }

        while (_at < _text.Length && (IsBlank(_text[_at]) || _text[_at] is ',' or ';' or '=')) _at++;
        var words = _words.Count;
        ReadWord(isTarget: true);
        if (!isOutput || command < 0)
        {
            while (_words.Count > words) _words.RemoveLast();
        }
    }

    /// <summary>Behind <c>if</c>: up to the command that it decides about.</summary>
    private void ReadCondition()
    {
        while (true)
        {
            SkipBlanks();
            if (IsWord(_at, "/i")) _at += 2;
            else if (IsWord(_at, "not")) _at += 3;
            else break;
        }

        if (IsWord(_at, "exist") || IsWord(_at, "defined") || IsWord(_at, "errorlevel") || IsWord(_at, "cmdextversion"))
        {
            while (_at < _text.Length && char.IsLetter(_text[_at])) _at++;
            if (!ReadOperand()) _failedAt = _at;
            return;
        }

        var isOk = ReadOperand();
        SkipBlanks();
        if (Peek() == '=' && Peek(1) == '=') _at += 2;
        else isOk = isOk && ReadOperator();
        if (!isOk || !ReadOperand()) _failedAt = Math.Min(_at, _text.Length);
    }

    private bool ReadOperator()
    {
        foreach (var name in (string[])["equ", "neq", "lss", "leq", "gtr", "geq"])
        {
            if (!IsWord(_at, name)) continue;
            _at += 3;
            return true;
        }

        return false;
    }

    private bool ReadOperand()
    {
        SkipBlanks();
        var start = _at;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '"')
            {
                SkipQuoted();
                if (Peek() == '(') break;
            }
            else if (c == '^' && !IsLineEnd(Peek(1)))
            {
                _at += 2;
            }
            else if (c == '%')
            {
                SkipExpansion();
            }
            else if (EndsWord(c) || (c == '=' && Peek(1) == '='))
            {
                break;
            }
            else
            {
                _at++;
            }
        }

        _at = Math.Min(_at, _text.Length);
        return _at > start;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length)
        {
            if (IsBlank(_text[_at])) _at++;
            else if (_text[_at] == '^' && IsLineEnd(Peek(1))) SkipContinuation();
            else break;
        }

        _at = Math.Min(_at, _text.Length);
    }

    /// <summary>Behind <c>for</c>: options, variable, <c>in ( )</c> and <c>do</c>.</summary>
    private void ReadFor()
    {
        var start = _at;
        while (_at < _text.Length && !IsLineEnd(_text[_at]) && !(IsWord(_at, "in") && _at > 0 && IsBlank(_text[_at - 1])))
        {
            if (_text[_at] == '"') SkipQuoted();
            else _at++;
        }

        if (!IsWord(_at, "in"))
        {
            _failedAt = start;
            return;
        }

        _at += 2;
        SkipBlanks();
        if (Peek() != '(')
        {
            _failedAt = start;
            return;
        }

        while (_at < _text.Length && _text[_at] != ')')
        {
            if (_text[_at] == '"') SkipQuoted();
            else if (_text[_at] == '^') _at += 2;
            else _at++;
        }

        _at = Math.Min(_at + 1, _text.Length);
        SkipBlanks();
        if (IsWord(_at, "do")) _at += 2;
        else _failedAt = start;
    }
}
