namespace Slipway.Specifications.Scripts.Shell;

/// <summary>Simple commands, tests and arithmetic.</summary>
internal sealed partial class ShellParser
{
    private void ReadSimpleCommand()
    {
        var node = Add(ShellNodeKind.Command, _at);
        var owner = _owner;
        _owner = node;
        var firstWord = _words.Count;
        var firstRedirection = _redirections.Count;
        var assigning = true;
        while (!_stopped)
        {
            SkipBlanks();
            if (_at >= _limit) break;
            var c = _text[_at];
            if (c is '\n' or ';' or '|' or ')' or '#' || (c == '&' && Peek(1) != '>')) break;
            if (c == '(')
            {
                if (!TryDefinition(node, firstWord)) GiveUp();
                if (node.Kind == ShellNodeKind.Function)
                {
                    FlushWords(node, firstWord);
                    FlushRedirections(node, firstRedirection);
                    _owner = owner;
                    if (!_stopped) Define(node);
                    return;
                }

                break;
            }

            if (TryRedirection()) continue;
            var before = _at;
            ReadWord(assigning);
            if (_stopped) break;
            if (_at == before)
            {
                GiveUp();
                break;
            }

            if (assigning && _words[_words.Count - 1].IsAssignment) node.AssignmentCount++;
            else assigning = false;
            node.End = _at;
        }

        // What was read last may have been blanks.
        var end = Math.Max(node.End, _redirections.Count > firstRedirection ? _redirections[_redirections.Count - 1].Target.End : 0);
        FlushWords(node, firstWord);
        FlushRedirections(node, firstRedirection);
        _owner = owner;
        if (_stopped) return;
        Finish(node);
        node.End = Math.Max(end, node.Start);
    }

    /// <summary>Whether the only word so far is followed by <c>()</c>, so that it names a function.</summary>
    private bool TryDefinition(ShellNode node, int firstWord)
    {
        if (_words.Count - firstWord != 1 || node.AssignmentCount > 0) return false;
        var at = _at + 1;
        while (at < _limit && _text[at] is ' ' or '\t') at++;
        if (at >= _limit || _text[at] != ')') return false;
        _at = at + 1;
        node.Kind = ShellNodeKind.Function;
        return true;
    }

    /// <summary><c>[[ ... ]]</c>.</summary>
    private void ReadTest()
    {
        var start = _at;
        var node = Add(ShellNodeKind.Test, start);
        var owner = _owner;
        _owner = node;
        _tables.Constructs.Add(new ShellConstruct(start, 2));
        _at += 2;
        var first = _words.Count;
        var regex = false;
        var closed = false;
        while (!_stopped && !closed)
        {
            SkipLines();
            if (_at >= _limit)
            {
                Fail(start, 2, "closed", "]]");
                break;
            }

            var c = _text[_at];
            if (c == ']' && Peek(1) == ']' && TokenLength() == 2)
            {
                _at += 2;
                closed = true;
            }
            else if (regex && c is not ('&' or '|'))
            {
                ReadRegex();
                regex = false;
            }
            else if (c is '(' or ')' || (c is '<' or '>' && Peek(1) != '(')) _at++;
            else if ((c == '&' && Peek(1) == '&') || (c == '|' && Peek(1) == '|')) _at += 2;
            else if (c is ';' or '&' or '|') Fail(start, 2, "closed", "]]");
            else
            {
                var before = _at;
                ReadWord(canAssign: false);
                if (_at == before) GiveUp();
                else if (!_stopped) regex = _text[before] == '=' && _at - before == 2 && _text[before + 1] == '~';
            }
        }

        FlushWords(node, first);
        _owner = owner;
        if (!_stopped) Finish(node);
    }

    /// <summary>The right side of <c>=~</c>, where parentheses and bars are no operators.</summary>
    private void ReadRegex()
    {
        var start = _at;
        var firstVariable = _tables.Variables.Count;
        var traits = ShellWordTraits.None;
        var open = 0;
        while (!_stopped && _at < _limit)
        {
            var c = _text[_at];
            if (c == '\n' || (c is ' ' or '\t' && open == 0) || (c == ')' && open == 0)) break;
            if (c == '(') open++;
            if (c == ')') open--;
            if (!TryQuoteOrExpansion(ref traits)) _at++;
        }

        _words.Add(new ShellWord(start, _at, traits, -1, firstVariable, _tables.Variables.Count - firstVariable));
    }

    /// <summary>Reads up to behind the <c>))</c> that closes; false where single parentheses were meant.</summary>
    private bool ReadArithmetic()
    {
        _attempts++;
        var open = 0;
        var traits = ShellWordTraits.None;
        while (!_stopped && _at < _limit)
        {
            var c = _text[_at];
            if (c == '(') open++;
            else if (c == ')' && open-- == 0)
            {
                if (Peek(1) != ')') return false;
                _at += 2;
                _attempts--;
                return true;
            }

            if (c is '$' or '"' or '`' or '\\' or '\'')
            {
                if (!TryQuoteOrExpansion(ref traits)) _at++;
            }
            else _at++;
        }

        return false;
    }

    private Snapshot Take() => new(_at, _tables.Nodes.Count, _tables.Words.Count, _tables.Redirections.Count, _tables.Variables.Count, _tables.Constructs.Count,
        _words.Count, _redirections.Count, _hereDocuments.Count, _frames.Count == 0 ? null : Top.Last, _frames.Count > 0 && Top.HasCommand, _frames.Count > 0 && Top.NeedsCommand);

    /// <summary>Forgets what was read since, a fault included.</summary>
    private void PutBack(Snapshot before)
    {
        _at = before.At;
        _tables.Nodes.RemoveRange(before.Nodes, _tables.Nodes.Count - before.Nodes);
        _tables.Words.RemoveRange(before.Words, _tables.Words.Count - before.Words);
        _tables.Redirections.RemoveRange(before.Redirections, _tables.Redirections.Count - before.Redirections);
        _tables.Variables.RemoveRange(before.Variables, _tables.Variables.Count - before.Variables);
        _tables.Constructs.RemoveRange(before.Constructs, _tables.Constructs.Count - before.Constructs);
        _words.RemoveRange(before.PendingWords, _words.Count - before.PendingWords);
        _redirections.RemoveRange(before.PendingRedirections, _redirections.Count - before.PendingRedirections);
        _hereDocuments.RemoveRange(before.HereDocuments, _hereDocuments.Count - before.HereDocuments);
        if (_frames.Count > 0)
        {
            Top.Last = before.Last;
            if (before.Last is not null) before.Last.Next = null;
            Top.HasCommand = before.HasCommand;
            Top.NeedsCommand = before.NeedsCommand;
        }

        _fault = null;
        _stopped = _lost;
    }

    private readonly record struct Snapshot(int At, int Nodes, int Words, int Redirections, int Variables, int Constructs, int PendingWords, int PendingRedirections,
        int HereDocuments, ShellNode? Last, bool HasCommand, bool NeedsCommand);
}
