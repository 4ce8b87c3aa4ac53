namespace Slipway.Specifications.Scripts.Shell;

/// <summary>Words, and what redirects.</summary>
internal sealed partial class ShellParser
{
    private const int LongestSubscript = 200;

    /// <summary>Reads the word that stands here, if one does, and keeps it with the words of the command.</summary>
    private void ReadWord(bool canAssign)
    {
        var start = _at;
        var word = ReadBareWord(canAssign);
        if (_at > start) _words.Add(word);
    }

    private ShellWord ReadBareWord(bool canAssign)
    {
        var start = _at;
        var traits = ShellWordTraits.None;
        var firstVariable = _tables.Variables.Count;
        var (equals, subscriptEnd) = AssignmentAt(start);
        while (!_stopped && _at < _limit)
        {
            var c = _text[_at];
            if (c is ' ' or '\t' or ';' or '&' or '|' or ')')
            {
                if (_at >= subscriptEnd) break;
                _at++;
                continue;
            }

            if (c == '\n' || (c == '\r' && Peek(1) is '\n' or '\0')) break;
            if (c is '<' or '>')
            {
                if (_at < subscriptEnd)
                {
                    _at++;
                    continue;
                }

                if (Peek(1) != '(') break;
                _tables.Constructs.Add(new ShellConstruct(_at, 2));
                traits |= ShellWordTraits.Expansion;
                ReadSubstitution(2);
                continue;
            }

            if (c == '(')
            {
                if (equals >= 0 && _at == equals + 1)
                {
                    traits |= ShellWordTraits.Array;
                    ReadArray(start);
                    break;
                }

                if (_at == start || _text[_at - 1] is not ('?' or '*' or '+' or '@' or '!')) break;
                traits |= ShellWordTraits.Pattern;
                ReadPatternList();
                continue;
            }

            if (TryQuoteOrExpansion(ref traits)) continue;
            if (c is '*' or '?' or '[') traits |= ShellWordTraits.Pattern;
            if (c == '{') NoteBraces();
            _at++;
        }

        return new ShellWord(start, _at, traits, canAssign || equals < _at ? equals : -1, firstVariable, _tables.Variables.Count - firstVariable);
    }

    /// <summary>Where the <c>=</c> of an assignment stands, else -1; and where a subscript ends that may hold blanks.</summary>
    private (int EqualsAt, int SubscriptEnd) AssignmentAt(int start)
    {
        var at = start;
        while (at < _limit && IsNameCharacter(_text[at])) at++;
        if (at == start || at >= _limit || _text[start] is >= '0' and <= '9') return (-1, 0);
        var subscript = 0;
        if (_text[at] == '[')
        {
            var end = at;
            var last = Math.Min(_limit, at + LongestSubscript);
            while (end < last && _text[end] != '\n' && !(_text[end] == ']' && end + 1 < _limit && _text[end + 1] is '=' or '+')) end++;
            if (end >= last || _text[end] != ']') return (-1, 0);
            subscript = end;
            at = end + 1;
        }

        if (_text[at] == '+') at++;
        return at < _limit && _text[at] == '=' ? (at, subscript) : (-1, 0);
    }

    private void ReadArray(int start)
    {
        var opened = _at++;
        _tables.Constructs.Add(new ShellConstruct(start, opened + 1 - start));
        var first = _words.Count;
        while (!_stopped)
        {
            SkipLines();
            if (_at >= _limit)
            {
                Fail(opened, 1, "closed", ")");
                break;
            }

            if (_text[_at] == ')')
            {
                _at++;
                break;
            }

            var before = _at;
            if (_text[_at] == '[') _at++;
            ReadWord(canAssign: false);
            if (_at == before) GiveUp();
        }

        _words.RemoveRange(first, _words.Count - first);
    }

    /// <summary><c>@(a|b)</c> and its relatives.</summary>
    private void ReadPatternList()
    {
        var opened = _at;
        var open = 0;
        var traits = ShellWordTraits.None;
        while (!_stopped && _at < _limit)
        {
            var c = _text[_at];
            if (c == '(') open++;
            if (c == ')' && --open == 0)
            {
                _at++;
                return;
            }

            if (!TryQuoteOrExpansion(ref traits)) _at++;
        }

        Fail(opened, 1, "closed", ")");
    }

    /// <summary>Remembers <c>{1..9}</c> and <c>{a,b}</c>, which sh takes as they stand.</summary>
    private void NoteBraces()
    {
        var end = _at + 1;
        var isList = false;
        while (end < _limit && _text[end] is not (' ' or '\t' or '\n' or '}' or '{' or ';' or '"' or '\'' or '$'))
        {
            if (_text[end] == ',' || (_text[end] == '.' && end + 1 < _limit && _text[end + 1] == '.')) isList = true;
            end++;
        }

        if (isList && end < _limit && _text[end] == '}' && (_at == 0 || _text[_at - 1] is not ('{' or '%' or '@' or '=' or ':'))) _tables.Constructs.Add(new ShellConstruct(_at, end + 1 - _at));
    }

    /// <summary>Reads a quote, a backslash or an expansion where one stands.</summary>
    private bool TryQuoteOrExpansion(ref ShellWordTraits traits)
    {
        switch (_text[_at])
        {
            case '\\':
                traits |= ShellWordTraits.Quoted;
                _at = Math.Min(_at + 2, _limit);
                return true;
            case '\'':
                traits |= ShellWordTraits.Quoted;
                ReadSingleQuotes();
                return true;
            case '"':
                traits |= ShellWordTraits.Quoted;
                ReadDoubleQuotes(1, ref traits);
                return true;
            case '`':
                traits |= ShellWordTraits.Expansion;
                ReadBackquotes();
                return true;
            case '$':
                ReadDollar(ref traits, quoted: false);
                return true;
            default:
                return false;
        }
    }

    private bool TryRedirection()
    {
        var start = _at;
        var at = _at;
        while (at < _limit && _text[at] is >= '0' and <= '9') at++;
        if (at == start && _text[at] == '{')
        {
            at++;
            while (at < _limit && IsNameCharacter(_text[at])) at++;
            at = at < _limit && _text[at] == '}' ? at + 1 : start;
        }

        if (at >= _limit) return false;
        var c = _text[at];
        var next = at + 1 < _limit ? _text[at + 1] : '\0';
        if (c is not ('<' or '>') && !(c == '&' && next == '>' && at == start)) return false;
        if (c is '<' or '>' && next == '(' && at == start) return false;
        var sign = OperatorAt(at);
        var descriptor = at > start && at - start < 5 && _text[start] != '{' ? int.Parse(_text.Substring(start, at - start), System.Globalization.CultureInfo.InvariantCulture) : -1;
        _at = at + sign.Length;
        if (sign is "&>" or "&>>" or "<<<") _tables.Constructs.Add(new ShellConstruct(at, sign.Length));
        SkipBlanks();
        var before = _at;
        var target = ReadBareWord(canAssign: false);
        if (_stopped) return true;
        if (_at == before)
        {
            GiveUp();
            return true;
        }

        _redirections.Add(new ShellRedirection(start, sign, descriptor, target));
        if (sign is "<<" or "<<-") _hereDocuments.Add(new HereDocument(start, target, sign == "<<-"));
        return true;
    }

    private string OperatorAt(int at)
    {
        foreach (var sign in Redirecting)
        {
            if (at + sign.Length <= _limit && string.CompareOrdinal(sign, 0, _text, at, sign.Length) == 0) return sign;
        }

        return _text[at] == '<' ? "<" : ">";
    }

    private static readonly string[] Redirecting = ["<<<", "<<-", "&>>", "<<", "<&", "<>", ">>", ">&", ">|", "&>"];

    private static bool IsNameCharacter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_' or (>= '0' and <= '9');
}
