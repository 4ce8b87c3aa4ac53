namespace Slipway.Specifications.Scripts.Shell;

/// <summary>Commands and compounds.</summary>
internal sealed partial class ShellParser
{
    private static readonly string[] Reserved =
        ["if", "then", "elif", "else", "fi", "for", "select", "while", "until", "do", "done", "case", "esac", "{", "}", "!", "[[", "function", "time"];

    private void ReadCommand()
    {
        var frame = Top;
        var length = TokenLength();
        var word = ReservedAt(length);
        if (word is null)
        {
            if (frame.IsDone || frame.Section == Section.Head) GiveUp();
            else ReadSimpleCommand();
            return;
        }

        switch (word)
        {
            case "then" or "elif" or "else" or "fi" or "do" or "done" or "esac" or "}":
                Continue(word, length);
                return;
            case "{" when frame.Section == Section.Head && !frame.IsDone:
                // bash: for ((...)) { ...; }
                Move(frame, Section.Braces, length);
                return;
            case var _ when frame.IsDone || frame.Section == Section.Head:
                GiveUp();
                return;
            case "if":
                Open(ShellNodeKind.If, Section.Condition, length);
                return;
            case "while":
                Open(ShellNodeKind.While, Section.Condition, length);
                return;
            case "until":
                Open(ShellNodeKind.Until, Section.Condition, length);
                return;
            case "{":
                Open(ShellNodeKind.Group, Section.Braces, length);
                return;
            case "for" or "select":
                ReadLoopHead(word == "for" ? ShellNodeKind.For : ShellNodeKind.Select, length);
                return;
            case "case":
                ReadCaseHead(length);
                return;
            case "[[":
                ReadTest();
                return;
            case "function":
                ReadFunctionKeyword(length);
                return;
            case "!":
                _at += length;
                frame.IsNegated = true;
                frame.NeedsCommand = true;
                return;
            default:
                // time stands before a pipeline.
                _at += length;
                frame.HasCommand = true;
                return;
        }
    }

    /// <summary>The length of the unquoted word that stands here.</summary>
    private int TokenLength()
    {
        var end = _at;
        while (end < _limit && end - _at < 12 && _text[end] is not (' ' or '\t' or '\n' or '\r' or ';' or '&' or '|' or '(' or ')' or '<' or '>')) end++;
        return end - _at;
    }

    private string? ReservedAt(int length)
    {
        if (length is 0 or > 8) return null;
        foreach (var word in Reserved)
        {
            if (word.Length == length && word[0] == _text[_at] && string.CompareOrdinal(word, 0, _text, _at, length) == 0) return word;
        }

        return null;
    }

    private void Open(ShellNodeKind kind, Section section, int length)
    {
        if (_frames.Count >= DeepestCompound)
        {
            GiveUp();
            return;
        }

        var node = Add(kind, _at);
        _frames.Add(new Frame(node, section, _at, length));
        _at += length;
    }

    private void Move(Frame frame, Section section, int length)
    {
        frame.Section = section;
        frame.OpenedAt = _at;
        frame.OpenedLength = length;
        frame.HasCommand = false;
        frame.IsDone = false;
        frame.NeedsCommand = false;
        frame.IsNegated = false;
        frame.Last = null;
        _at += length;
    }

    private void Close()
    {
        var node = Top.Node!;
        _frames.RemoveAt(_frames.Count - 1);
        Finish(node);
    }

    /// <summary>A word that goes on with a compound or ends it.</summary>
    private void Continue(string word, int length)
    {
        var frame = Top;
        var isLoop = frame.Node?.Kind is ShellNodeKind.While or ShellNodeKind.Until or ShellNodeKind.For or ShellNodeKind.Select;
        switch (word)
        {
            case "then" when frame.Section == Section.Condition && !isLoop:
                if (CanClose(frame)) Move(frame, Section.Then, length);
                return;
            case "elif" when frame.Section == Section.Then:
                if (CanClose(frame)) Move(frame, Section.Condition, length);
                return;
            case "else" when frame.Section == Section.Then:
                if (CanClose(frame)) Move(frame, Section.Else, length);
                return;
            case "do" when isLoop && frame.Section is Section.Condition or Section.Head:
                if (frame.Section == Section.Head || CanClose(frame)) Move(frame, Section.Body, length);
                return;
            case "fi" when frame.Section is Section.Then or Section.Else:
            case "done" when frame.Section == Section.Body:
            case "}" when frame.Section == Section.Braces:
                if (!CanClose(frame)) return;
                _at += length;
                Close();
                return;
            case "esac" when frame.Section == Section.Branch:
                if (frame.NeedsCommand)
                {
                    GiveUp();
                    return;
                }

                _at += length;
                Close();
                return;
            default:
                Misplaced(word, length);
                return;
        }
    }

    private bool CanClose(Frame frame)
    {
        if (frame.NeedsCommand) GiveUp();
        else if (!frame.HasCommand) Fail(frame.OpenedAt, frame.OpenedLength, "followed by a command", ":");
        else return true;
        return false;
    }

    /// <summary>An end word closes something further out, then what is innermost was forgotten; or nothing, then it has no start.</summary>
    private void Misplaced(string word, int length)
    {
        var opener = word switch { "then" or "elif" or "else" or "fi" => "if", "do" or "done" => "while", "esac" => "case", _ => "{" };
        for (var i = _frames.Count - 2; i > 0 && _frames[i + 1].Section != Section.Root; i--)
        {
            var fits = opener switch
            {
                "if" => _frames[i].Node?.Kind == ShellNodeKind.If,
                "while" => _frames[i].Node?.Kind is ShellNodeKind.While or ShellNodeKind.Until or ShellNodeKind.For or ShellNodeKind.Select,
                "case" => _frames[i].Node?.Kind == ShellNodeKind.Case,
                _ => _frames[i].Section == Section.Braces,
            };
            if (!fits) continue;
            Unclosed(Top);
            return;
        }

        var own = Top.Node?.Kind;
        if (own == ShellNodeKind.If && opener == "if") Fail(Top.Node!.Start, 2, "followed by 'then'", "then");
        else if (own is ShellNodeKind.While or ShellNodeKind.Until or ShellNodeKind.For && word == "done") Fail(Top.Node!.Start, KeywordLength(Top.Node!.Start), "followed by 'do'", "do");
        else if (Top.IsDone && word == "}") GiveUp();
        else Fail(_at, length, "opened", opener);
    }

    private void Unclosed(Frame frame)
    {
        if (frame.Node is not { } node || frame.Section == Section.Definition)
        {
            GiveUp();
            return;
        }

        var end = node.Kind switch
        {
            ShellNodeKind.If => "fi",
            ShellNodeKind.Case => "esac",
            ShellNodeKind.Group => "}",
            ShellNodeKind.Subshell => ")",
            _ => frame.Section == Section.Braces ? "}" : "done",
        };
        Fail(node.Start, KeywordLength(node.Start), "closed", end);
    }

    private int KeywordLength(int start)
    {
        if (_text[start] is '(' or '{') return 1;
        var end = start;
        while (end < _text.Length && char.IsLetter(_text[end])) end++;
        return Math.Max(end - start, 1);
    }

    private void ReadLoopHead(ShellNodeKind kind, int length)
    {
        Open(kind, Section.Head, length);
        if (_stopped) return;
        var frame = Top;
        var first = _words.Count;
        SkipBlanks();
        if (Peek(0) == '(' && Peek(1) == '(')
        {
            var start = _at;
            _at += 2;
            if (!ReadArithmetic()) GiveUp();
            else _tables.Constructs.Add(new ShellConstruct(start, 2));
        }
        else
        {
            ReadWord(canAssign: false);
            SkipLines();
            if (!_stopped && TokenLength() == 2 && string.CompareOrdinal(_text, _at, "in", 0, 2) == 0)
            {
                _at += 2;
                ReadList();
            }
        }

        FlushWords(frame.Node!, first);
        SkipBlanks();
        if (Peek(0) == ';' && Peek(1) != ';') _at++;
        SkipLines();
        if (_stopped) return;
        if (_at >= _limit) Unclosed(frame);
    }

    /// <summary>The words of a loop.</summary>
    private void ReadList()
    {
        while (!_stopped)
        {
            SkipBlanks();
            if (_at >= _limit || _text[_at] is '\n' or ';' or '#') return;
            var before = _at;
            ReadWord(canAssign: false);
            if (_at == before) GiveUp();
        }
    }

    private void ReadCaseHead(int length)
    {
        Open(ShellNodeKind.Case, Section.Branch, length);
        if (_stopped) return;
        var frame = Top;
        var first = _words.Count;
        SkipBlanks();
        var before = _at;
        ReadWord(canAssign: false);
        var isEmpty = _at == before;
        SkipLines();
        FlushWords(frame.Node!, first);
        if (_stopped) return;
        if (isEmpty || TokenLength() != 2 || string.CompareOrdinal(_text, _at, "in", 0, 2) != 0)
        {
            GiveUp();
            return;
        }

        _at += 2;
        ReadPattern(frame);
    }

    /// <summary>The patterns of the next branch, or the end of the case.</summary>
    private void ReadPattern(Frame frame)
    {
        SkipLines();
        if (_stopped) return;
        if (_at >= _limit)
        {
            Unclosed(frame);
            return;
        }

        if (TokenLength() == 4 && ReservedAt(4) == "esac")
        {
            _at += 4;
            Close();
            return;
        }

        if (Peek(0) == '(') _at++;
        var first = _words.Count;
        while (!_stopped)
        {
            SkipBlanks();
            var before = _at;
            ReadWord(canAssign: false);
            if (_at == before) GiveUp();
            SkipBlanks();
            if (_stopped || Peek(0) != '|') break;
            _at++;
        }

        _words.RemoveRange(first, _words.Count - first);
        if (_stopped) return;
        if (Peek(0) != ')')
        {
            GiveUp();
            return;
        }

        Move(frame, Section.Branch, 1);
    }

    private void ReadFunctionKeyword(int length)
    {
        var start = _at;
        _at += length;
        SkipBlanks();
        if (_at >= _limit || _text[_at] is '\n' or ';')
        {
            GiveUp();
            return;
        }

        _tables.Constructs.Add(new ShellConstruct(start, length));
        var node = Add(ShellNodeKind.Function, start);
        var first = _words.Count;
        ReadWord(canAssign: false);
        FlushWords(node, first);
        SkipBlanks();
        if (Peek(0) == '(')
        {
            _at++;
            SkipBlanks();
            if (Peek(0) == ')') _at++;
            else _at--;
        }

        Define(node);
    }

    private void Define(ShellNode node)
    {
        if (_frames.Count >= DeepestCompound) GiveUp();
        else _frames.Add(new Frame(node, Section.Definition, node.Start, 1) { NeedsCommand = true });
    }
}
