namespace Slipway.Specifications.Scripts.Shell;

/// <summary>Quotes, variables, substitutions and here-documents.</summary>
internal sealed partial class ShellParser
{
    private static readonly char[] Doubtful = ['\'', '}', '"', '$', '`', '\\', '\n'];

    private readonly List<HereDocument> _hereDocuments = [];
    private int _hereFloor;

    private void ReadSingleQuotes()
    {
        var start = _at;
        var end = _at + 1 < _limit ? _text.IndexOf('\'', _at + 1, _limit - _at - 1) : -1;
        if (end < 0) Fail(start, 1, "closed", "'");
        else _at = end + 1;
    }

    private void ReadDoubleQuotes(int length, ref ShellWordTraits traits)
    {
        var start = _at;
        _at += length;
        while (!_stopped)
        {
            if (_at >= _limit)
            {
                Fail(start + length - 1, 1, "closed", "\"");
                return;
            }

            switch (_text[_at])
            {
                case '"':
                    _at++;
                    return;
                case '\\':
                    _at = Math.Min(_at + 2, _limit);
                    break;
                case '$':
                    ReadDollar(ref traits, quoted: true);
                    break;
                case '`':
                    traits |= ShellWordTraits.Expansion;
                    ReadBackquotes();
                    break;
                default:
                    _at++;
                    break;
            }
        }
    }

    private void ReadDollar(ref ShellWordTraits traits, bool quoted)
    {
        var start = _at;
        var next = Peek(1);
        switch (next)
        {
            case '\'' when !quoted:
                traits |= ShellWordTraits.Quoted | ShellWordTraits.Expansion;
                ReadAnsiQuotes();
                return;
            case '"' when !quoted:
                traits |= ShellWordTraits.Quoted;
                ReadDoubleQuotes(2, ref traits);
                return;
            case '(':
                traits |= ShellWordTraits.Expansion;
                ReadDollarParenthesis();
                return;
            case '{':
                traits |= ShellWordTraits.Expansion;
                ReadBraces(quoted);
                return;
            case '@' or '*' or '#' or '?' or '-' or '$' or '!' or (>= '0' and <= '9'):
                traits |= ShellWordTraits.Expansion;
                _at += 2;
                break;
            default:
                if (!IsNameCharacter(next))
                {
                    _at++;
                    return;
                }

                traits |= ShellWordTraits.Expansion;
                _at++;
                while (_at < _limit && IsNameCharacter(_text[_at])) _at++;
                break;
        }

        _tables.Variables.Add(new ShellVariable(start, _at, start + 1, _at - start - 1, '\0'));
    }

    private void ReadAnsiQuotes()
    {
        var start = _at;
        _at += 2;
        while (_at < _limit && _text[_at] != '\'') _at = Math.Min(_text[_at] == '\\' ? _at + 2 : _at + 1, _limit);
        if (_at >= _limit) Fail(start + 1, 1, "closed", "'");
        else _at++;
    }

    private void ReadDollarParenthesis()
    {
        if (Peek(2) == '(' && _attempts < MostAttempts && ++_depth <= DeepestSubstitution)
        {
            var before = Take();
            _at += 3;
            var closed = ReadArithmetic();
            _depth--;
            if (closed) return;
            if (_at >= _limit && !_lost)
            {
                Fail(before.At, 3, "closed", "))");
                return;
            }

            PutBack(before);
            if (_stopped) return;
        }

        ReadSubstitution(2);
    }

    /// <summary>A substitution whose opener has the given length and whose commands end with a parenthesis.</summary>
    private void ReadSubstitution(int opener)
    {
        if (_depth >= DeepestSubstitution)
        {
            GiveUp();
            return;
        }

        var start = _at;
        var node = new ShellNode(ShellNodeKind.Substitution, start, _owner ?? Top.Node);
        _tables.Nodes.Add(node);
        _at += opener;
        var owner = _owner;
        var floor = _hereFloor;
        _hereFloor = _hereDocuments.Count;
        _owner = null;
        _depth++;
        if (ReadCommands(node, ')', start, opener) && _hereDocuments.Count > _hereFloor) GiveUp();
        _depth--;
        _owner = owner;
        _hereFloor = floor;
        node.End = _at;
    }

    /// <summary>What is in backquotes is read where it has no backslashes: they would have to be taken away first.</summary>
    private void ReadBackquotes()
    {
        var start = _at;
        var end = _at + 1;
        var isPlain = true;
        while (end < _limit && _text[end] != '`')
        {
            if (_text[end] == '\\')
            {
                isPlain = false;
                end++;
            }

            end++;
        }

        if (end >= _limit)
        {
            Fail(start, 1, "closed", "`");
            return;
        }

        if (isPlain && _depth < DeepestSubstitution) ReadPart(start + 1, end, ref isPlain, backquotes: true);
        _at = end + 1;
    }

    /// <summary>Reads a stretch that the shell looks into only when it gets there: what is wrong in it is no fault of the script.</summary>
    private void ReadPart(int start, int end, ref bool isPlain, bool backquotes)
    {
        var before = Take();
        var limit = _limit;
        var owner = _owner;
        var floor = _hereFloor;
        _hereFloor = _hereDocuments.Count;
        _limit = end;
        _at = start;
        _depth++;
        if (backquotes)
        {
            var node = new ShellNode(ShellNodeKind.Substitution, start - 1, _owner ?? Top.Node) { End = end + 1 };
            _tables.Nodes.Add(node);
            _owner = null;
            ReadCommands(node, '\0', start - 1, 1);
        }
        else
        {
            var traits = ShellWordTraits.None;
            while (!_stopped && _at < _limit)
            {
                if (_text[_at] == '\\') _at = Math.Min(_at + 2, _limit);
                else if (_text[_at] == '$') ReadDollar(ref traits, quoted: true);
                else if (_text[_at] == '`') ReadBackquotes();
                else _at++;
            }
        }

        _depth--;
        _owner = owner;
        _hereFloor = floor;
        _limit = limit;
        isPlain = _fault is null;
        if (_fault is not null) PutBack(before);
    }

    private void ReadBraces(bool quoted)
    {
        var start = _at;
        _at += 2;
        var prefix = Peek(0);
        if (prefix is '#' or '!' && Peek(1) is not ('}' or ':' or '-' or '=' or '+' or '?' or '#' or '%')) _at++;
        var name = _at;
        while (_at < _limit && IsNameCharacter(_text[_at])) _at++;
        if (_at == name && Peek(0) is '@' or '*' or '#' or '?' or '-' or '$' or '!') _at++;
        var length = _at - name;
        var index = _tables.Variables.Count;
        var sign = Peek(0);
        if (sign == '[')
        {
            _tables.Constructs.Add(new ShellConstruct(start, _at - start));
            ReadSubscript(start);
            sign = Peek(0);
        }

        if (sign == ':' && Peek(1) is '-' or '=' or '?' or '+') sign = Peek(1);
        var isBash = sign is '/' or '^' or ',' || (sign == ':' && length > 0) || (prefix == '!' && length > 0 && name == start + 3);

        // In double quotes the apostrophe of a pattern is a quote, that of a default is not.
        var apostrophes = !quoted || sign is '#' or '%' or '/' or '^' or ',';
        _tables.Variables.Add(new ShellVariable(start, start, name, length, sign == '}' || prefix == '#' && name == start + 3 ? '\0' : sign));
        ReadToBrace(start, apostrophes);
        if (isBash) _tables.Constructs.Add(new ShellConstruct(start, _at - start));
        _tables.Variables[index] = _tables.Variables[index] with { End = _at };
    }

    private void ReadToBrace(int start, bool apostrophes)
    {
        if (++_depth > DeepestSubstitution) GiveUp();
        var traits = ShellWordTraits.None;
        while (!_stopped)
        {
            if (_at >= _limit)
            {
                Fail(start, 2, "closed", "}");
                break;
            }

            var c = _text[_at];
            if (c == '}')
            {
                _at++;
                break;
            }

            if (c == '\'' && !apostrophes) SkipApostrophes();
            else if (c == '$' && !apostrophes) ReadDollar(ref traits, quoted: true);
            else if (!TryQuoteOrExpansion(ref traits)) _at++;
        }

        _depth--;
    }

    /// <summary>bash takes an apostrophe in a quoted default for a quote, dash does not: only a pair that holds nothing else is the same to both.</summary>
    private void SkipApostrophes()
    {
        var end = _text.IndexOfAny(Doubtful, _at + 1, _limit - _at - 1);
        if (end < 0 || _text[end] != '\'') GiveUp();
        else _at = end + 1;
    }

    private void ReadSubscript(int start)
    {
        var open = 0;
        var traits = ShellWordTraits.None;
        while (!_stopped)
        {
            if (_at >= _limit)
            {
                Fail(start, 2, "closed", "}");
                return;
            }

            var c = _text[_at];
            if (c == '[') open++;
            if (c == ']' && --open == 0)
            {
                _at++;
                return;
            }

            if (c == '\'' || !TryQuoteOrExpansion(ref traits)) _at++;
        }
    }

    /// <summary>Reads the here-documents whose line has ended.</summary>
    private void ReadHereDocuments()
    {
        for (var i = _hereFloor; i < _hereDocuments.Count && !_stopped; i++) ReadHereDocument(_hereDocuments[i]);
        if (_hereDocuments.Count > _hereFloor) _hereDocuments.RemoveRange(_hereFloor, _hereDocuments.Count - _hereFloor);
    }

    private void ReadHereDocument(HereDocument document)
    {
        var delimiter = ShellScript.Unquoted(_text, document.Word.Start, document.Word.End);
        var literal = document.Word.Has(ShellWordTraits.Quoted);
        var body = _at;
        var joined = false;
        while (_at < _limit)
        {
            var start = _at;
            var end = _text.IndexOf('\n', _at, _limit - _at);
            if (end < 0) end = _limit;
            _at = Math.Min(end + 1, _limit);
            var stop = end > start && _text[end - 1] == '\r' ? end - 1 : end;
            var from = start;
            while (document.StripsTabs && from < stop && _text[from] == '\t') from++;
            if (!joined && stop - from == delimiter.Length && string.CompareOrdinal(_text, from, delimiter, 0, delimiter.Length) == 0)
            {
                if (!literal) ReadBody(body, start);
                return;
            }

            joined = !literal && EndsInBackslash(start, stop);
            if (end == _limit) break;
        }

        Fail(document.Start, document.Word.End - document.Start, "closed", delimiter);
    }

    private void ReadBody(int start, int end)
    {
        var at = _at;
        var isPlain = true;
        if (_text.IndexOf('$', start, end - start) >= 0 && _depth < DeepestSubstitution) ReadPart(start, end, ref isPlain, backquotes: false);
        _at = at;
    }

    private bool EndsInBackslash(int start, int end)
    {
        var count = 0;
        while (end - count > start && _text[end - count - 1] == '\\') count++;
        return count % 2 == 1;
    }

    private readonly record struct HereDocument(int Start, ShellWord Word, bool StripsTabs);
}
