namespace Slipway.Specifications.Scripts.Shell;

/// <summary>
/// Reads sh and bash by their grammar. Compounds are kept on a stack of our own and substitutions nest only so deep, so that no text overflows
/// the machine's; what is not known ends the reading and is said.
/// </summary>
internal sealed partial class ShellParser
{
    private const int DeepestSubstitution = 60;
    private const int DeepestCompound = 200;
    private const int MostAttempts = 30;

    private readonly string _text;
    private readonly ShellTables _tables;
    private readonly List<Frame> _frames = new(8);
    private readonly List<ShellWord> _words = new(16);
    private readonly List<ShellRedirection> _redirections = [];
    private ShellNode? _owner;
    private ShellFault? _fault;
    private int _limit;
    private int _at;
    private int _depth;
    private int _attempts;
    private bool _lost;
    private bool _stopped;

    public ShellParser(string text)
    {
        _text = text;
        _limit = text.Length;
        _tables = new ShellTables(text.Length);
    }

    /// <summary>Where in a compound the reading is.</summary>
    private enum Section : byte
    {
        /// <summary>The script or a substitution.</summary>
        Root,

        /// <summary>Behind <c>if</c>, <c>elif</c>, <c>while</c> and <c>until</c>.</summary>
        Condition,

        /// <summary>Behind <c>then</c>.</summary>
        Then,

        /// <summary>Behind <c>else</c>.</summary>
        Else,

        /// <summary>Behind the head of <c>for</c> and <c>select</c>.</summary>
        Head,

        /// <summary>Behind <c>do</c>.</summary>
        Body,

        /// <summary>In a branch of <c>case</c>.</summary>
        Branch,

        /// <summary>In braces.</summary>
        Braces,

        /// <summary>In parentheses.</summary>
        Parentheses,

        /// <summary>Behind the head of a function.</summary>
        Definition,
    }

    public ShellScript Parse()
    {
        if (_text.StartsWith("#!", StringComparison.Ordinal)) SkipComment();
        ReadCommands(null, '\0', 0, 0);
        ShellNode.Settle(_tables.Nodes);
        return new ShellScript(_text, _tables, _fault, !_lost);
    }

    /// <summary>Reads commands up to the end or to the parenthesis that closes a substitution; behind it stands the reading then.</summary>
    private bool ReadCommands(ShellNode? container, char closer, int openedAt, int openedLength)
    {
        var floor = _frames.Count;
        _frames.Add(new Frame(container, Section.Root, openedAt, openedLength));
        var closed = false;
        while (!_stopped && !closed)
        {
            SkipBlanks();
            if (_at >= _limit)
            {
                AtEnd(floor, closer);
                break;
            }

            closed = ReadToken(floor, closer);
        }

        _frames.RemoveRange(floor, _frames.Count - floor);
        return closed;
    }

    private void AtEnd(int floor, char closer)
    {
        ReadHereDocuments();
        var frame = Top;
        if (frame.NeedsCommand) GiveUp();
        else if (_frames.Count - 1 > floor) Unclosed(frame);
        else if (closer != '\0') Fail(frame.OpenedAt, frame.OpenedLength, "closed", closer.ToString());
    }

    /// <summary>Reads what stands here; true when it closes the list.</summary>
    private bool ReadToken(int floor, char closer)
    {
        var c = _text[_at];
        switch (c)
        {
            case '#':
                SkipComment();
                return false;
            case '\n':
                var end = _at++;
                Separate(ShellSeparator.Newline, end);
                ReadHereDocuments();
                return false;
            case ';':
                Semicolon();
                return false;
            case '&' when Peek(1) != '>':
                if (Peek(1) == '&') Operator(ShellSeparator.And, 2);
                else Operator(ShellSeparator.Background, 1);
                return false;
            case '|':
                if (Peek(1) == '|') Operator(ShellSeparator.Or, 2);
                else Operator(ShellSeparator.Pipe, Peek(1) == '&' ? 2 : 1);
                return false;
            case '(':
                OpenParenthesis();
                return false;
            case ')':
                return CloseParenthesis(floor, closer);
            default:
                ReadCommand();
                return false;
        }
    }

    private void Semicolon()
    {
        var length = Peek(1) == ';' ? Peek(2) == '&' ? 3 : 2 : Peek(1) == '&' ? 2 : 1;
        if (length == 1)
        {
            Operator(ShellSeparator.Semicolon, 1);
            return;
        }

        var frame = Top;
        if (frame.Section != Section.Branch || frame.NeedsCommand)
        {
            if (!frame.NeedsCommand && frame.Section != Section.Root && _frames.Exists(other => other.Section == Section.Branch)) Unclosed(frame);
            else GiveUp();
            return;
        }

        Separate(ShellSeparator.CaseEnd, _at);
        _at += length;
        ReadPattern(frame);
    }

    private void Operator(ShellSeparator separator, int length)
    {
        if (!Top.IsDone)
        {
            GiveUp();
            return;
        }

        Separate(separator, _at);
        _at += length;
    }

    private void Separate(ShellSeparator separator, int offset)
    {
        var frame = Top;
        if (!frame.IsDone) return;
        frame.Last!.After = separator;
        frame.Last.AfterOffset = offset;
        frame.IsDone = false;
        frame.NeedsCommand = separator is ShellSeparator.And or ShellSeparator.Or or ShellSeparator.Pipe;
        if (!(separator is ShellSeparator.Pipe)) frame.IsNegated = false;
    }

    private void OpenParenthesis()
    {
        if (Top.IsDone)
        {
            GiveUp();
            return;
        }

        var start = _at;
        if (Peek(1) == '(' && _attempts < MostAttempts)
        {
            var before = Take();
            var node = Add(ShellNodeKind.Arithmetic, start);
            _at += 2;
            if (ReadArithmetic())
            {
                _tables.Constructs.Add(new ShellConstruct(start, 2));
                Finish(node);
                return;
            }

            if (_at >= _limit && !_lost)
            {
                Fail(start, 2, "closed", "))");
                return;
            }

            PutBack(before);
        }

        Open(ShellNodeKind.Subshell, Section.Parentheses, 1);
    }

    private bool CloseParenthesis(int floor, char closer)
    {
        var frame = Top;
        if (frame.Section == Section.Parentheses)
        {
            if (!CanClose(frame)) return false;
            _at++;
            Close();
            return false;
        }

        if (_frames.Count - 1 == floor && closer == ')')
        {
            if (frame.NeedsCommand) GiveUp();
            _at++;
            return true;
        }

        if (_frames.Count - 1 > floor && (closer == ')' || Encloses(Section.Parentheses, floor))) Unclosed(frame);
        else Fail(_at, 1, "opened", "(");
        return false;
    }

    private bool Encloses(Section section, int floor)
    {
        for (var i = _frames.Count - 1; i > floor; i--)
        {
            if (_frames[i].Section == section) return true;
        }

        return false;
    }

    private Frame Top => _frames[_frames.Count - 1];

    private char Peek(int ahead) => _at + ahead < _limit ? _text[_at + ahead] : '\0';

    private ShellNode Add(ShellNodeKind kind, int start)
    {
        var frame = Top;
        var node = new ShellNode(kind, start, frame.Node)
        {
            InCondition = frame.Section == Section.Condition,
            IsNegated = frame.IsNegated,
            Previous = frame.Last,
            FirstWord = _tables.Words.Count,
            FirstRedirection = _tables.Redirections.Count,
        };
        if (frame.Last is not null) frame.Last.Next = node;
        frame.Last = node;
        frame.HasCommand = true;
        frame.NeedsCommand = false;
        _tables.Nodes.Add(node);
        return node;
    }

    /// <summary>Ends a node: its redirections follow, and the function whose body it is ends with it.</summary>
    private void Finish(ShellNode node)
    {
        if (node.Kind != ShellNodeKind.Command) ReadRedirectionsOf(node);
        node.End = _at;
        Top.IsDone = true;
        if (Top.Section != Section.Definition) return;
        if (node.Kind == ShellNodeKind.Command)
        {
            GiveUp();
            return;
        }

        var function = Top.Node!;
        _frames.RemoveAt(_frames.Count - 1);
        function.End = _at;
        Top.IsDone = true;
    }

    private void ReadRedirectionsOf(ShellNode node)
    {
        var first = _redirections.Count;
        do SkipBlanks();
        while (!_stopped && _at < _limit && TryRedirection());
        FlushRedirections(node, first);
    }

    private void FlushRedirections(ShellNode node, int first)
    {
        node.FirstRedirection = _tables.Redirections.Count;
        node.RedirectionCount = _redirections.Count - first;
        for (var i = first; i < _redirections.Count; i++) _tables.Redirections.Add(_redirections[i]);
        _redirections.RemoveRange(first, _redirections.Count - first);
    }

    private void FlushWords(ShellNode node, int first)
    {
        node.FirstWord = _tables.Words.Count;
        node.WordCount = _words.Count - first;
        for (var i = first; i < _words.Count; i++) _tables.Words.Add(_words[i]);
        _words.RemoveRange(first, _words.Count - first);
    }

    private void SkipBlanks()
    {
        while (_at < _limit)
        {
            var c = _text[_at];
            if (c is ' ' or '\t' || (c == '\r' && Peek(1) is '\n' or '\0')) _at++;
            else if (c == '\\' && Peek(1) == '\n') _at += 2;
            else return;
        }
    }

    private void SkipComment()
    {
        var end = _text.IndexOf('\n', _at, _limit - _at);
        _at = end < 0 ? _limit : end;
    }

    private void SkipLines()
    {
        while (_at < _limit)
        {
            SkipBlanks();
            if (_at >= _limit) return;
            if (_text[_at] == '#') SkipComment();
            else if (_text[_at] == '\n')
            {
                _at++;
                ReadHereDocuments();
            }
            else return;
        }
    }

    private void Fail(int start, int length, string lack, string missing)
    {
        if (_stopped) return;
        _fault = new ShellFault(start, length, lack, missing);
        _stopped = true;
    }

    private void GiveUp()
    {
        if (_stopped) return;
        _lost = true;
        _stopped = true;
    }

    /// <summary>A list that is being read: the script, a substitution, or a section of a compound.</summary>
    private sealed class Frame(ShellNode? node, Section section, int openedAt, int openedLength)
    {
        public ShellNode? Node { get; } = node;

        public Section Section { get; set; } = section;

        /// <summary>The word that opened the section.</summary>
        public int OpenedAt { get; set; } = openedAt;

        public int OpenedLength { get; set; } = openedLength;

        public ShellNode? Last { get; set; }

        /// <summary>Whether a command has ended and its separator is still to come.</summary>
        public bool IsDone { get; set; }

        /// <summary>Whether the section has a command.</summary>
        public bool HasCommand { get; set; }

        /// <summary>Whether an operator waits for its right side.</summary>
        public bool NeedsCommand { get; set; }

        public bool IsNegated { get; set; }
    }
}
