namespace Slipway.Specifications.Scripts.Batch;

/// <summary>
/// Reads a batch file as cmd does: line by line, where parentheses, a caret at the end and connectors make several lines or commands one.
/// What it does not understand ends the reading, and the file is then no ground for findings.
/// </summary>
internal sealed partial class BatchReader
{
    /// <summary>Nobody writes deeper parentheses; what walks from block to block outwards stays cheap.</summary>
    private const int Deepest = 200;

    [ThreadStatic]
    private static BatchReader? _spare;

    private readonly Growing<Frame> _frames = new();
    private readonly Growing<BatchBlock> _blocks = new();
    private readonly Growing<BatchCommand> _commands = new();
    private readonly Growing<BatchWord> _words = new();
    private readonly Growing<ScriptSpan> _labels = new();
    private readonly Growing<ScriptSpan> _comments = new();

    private string _text = "";
    private int _at;
    private int _failedAt;
    private int _line;
    private int _open;
    private BatchConnector _before;

    /// <summary>A block that is open; one without parentheses ends with its line.</summary>
    private readonly record struct Frame(int Block, bool IsParenthesis);

    private int Block => _frames.Last.Block;

    /// <summary>Reads a file. Never throws.</summary>
    public static BatchScript Read(string text)
    {
        var reader = _spare ?? new BatchReader();
        _spare = null;
        var script = reader.ReadAll(text);
        _spare = reader;
        return script;
    }

    private BatchScript ReadAll(string text)
    {
        _text = text;
        _at = 0;
        _failedAt = -1;
        _line = 0;
        _open = 0;
        _before = BatchConnector.None;
        _frames.Clear();
        _blocks.Clear();
        _commands.Clear();
        _words.Clear();
        _labels.Clear();
        _comments.Clear();
        _frames.Add(new Frame(_blocks.Add(new BatchBlock(-1, BatchBlockKind.File, 0)), true));
        while (_failedAt < 0 && _at < _text.Length) ReadNext();
        if (_failedAt < 0 && _open > 0)
        {
            EndInline();
            _failedAt = _blocks[Block].Start;
        }

        var script = new BatchScript(text, _failedAt, _blocks.ToArray(), _commands.ToArray(), _words.ToArray(), _labels.ToArray(), _comments.ToArray());
        _text = "";
        return script;
    }

    private char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\f' or '\v' or '\u00A0';

    private static bool IsLineEnd(char c) => c is '\n' or '\r';

    /// <summary>Reads what stands where a command may begin.</summary>
    private void ReadNext()
    {
        var c = _text[_at];
        switch (c)
        {
            case '\n':
                EndLine();
                return;
            case '@' or ',' or ';' or '=' or '\r' or '\u001A':
                _at++;
                return;
            case '^' when IsLineEnd(Peek(1)):
                SkipContinuation();
                return;
            case ':':
                ReadLabel();
                return;
            case '(':
                Open(BatchBlockKind.Group, isParenthesis: true);
                _at++;
                return;
            case ')':
                CloseParenthesis();
                return;
            case '&' or '|':
                ReadConnector(c);
                return;
            case '>' or '<':
                ReadRedirection(-1);
                return;
        }

        if (IsBlank(c)) _at++;
        else ReadCommand();
    }

    private void EndLine()
    {
        _at++;
        EndInline();
        _before = BatchConnector.None;
        if (_open == 0) _line++;
    }

    /// <summary>Closes the blocks that end with their line, or with the parenthesis around them.</summary>
    private void EndInline()
    {
        while (!_frames.Last.IsParenthesis) _frames.RemoveLast();
    }

    private void Open(BatchBlockKind kind, bool isParenthesis)
    {
        if (_frames.Count > Deepest) _failedAt = Math.Min(_at, _text.Length);
        _frames.Add(new Frame(_blocks.Add(new BatchBlock(Block, kind, _at)), isParenthesis));
        if (isParenthesis) _open++;
    }

    private void CloseParenthesis()
    {
        if (_open == 0)
        {
            // cmd ignores a line that begins with a superfluous parenthesis.
            SkipLine();
            return;
        }

        EndInline();
        _frames.RemoveLast();
        _open--;
        _at++;
        var at = _at;
        while (at < _text.Length && IsBlank(_text[at])) at++;
        if (!IsWord(at, "else")) return;

        // What stands behind else belongs to the same if, on the same line.
        if (_blocks[Block].Kind == BatchBlockKind.If) _frames.RemoveLast();
        _at = at;
        Open(BatchBlockKind.Else, isParenthesis: false);
        _at += 4;
    }

    private bool IsWord(int at, string word) =>
        string.Compare(_text, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && (at + word.Length >= _text.Length || IsBlank(_text[at + word.Length]) || IsLineEnd(_text[at + word.Length]) || _text[at + word.Length] is '(' or '"' or '/' or '^');

    private void SkipLine()
    {
        while (_at < _text.Length && _text[_at] != '\n') _at++;
    }

    private void SkipContinuation() => _at += Peek(1) == '\r' && Peek(2) == '\n' ? 3 : 2;

    private void ReadLabel()
    {
        var start = _at;
        SkipLine();
        var end = _at > start && _text[_at - 1] == '\r' ? _at - 1 : _at;
        var at = start + 1;
        if (at < end && _text[at] == ':')
        {
            _comments.Add(new ScriptSpan(start, end - start));
            return;
        }

        while (at < end && IsBlank(_text[at])) at++;
        var stop = at;
        while (stop < end && !EndsLabel(_text[stop])) stop++;
        if (stop > at) _labels.Add(new ScriptSpan(at, stop - at));
    }

    internal static bool EndsLabel(char c) => IsBlank(c) || IsLineEnd(c) || c is ':' or ';' or ',' or '=' or '+' or '&' or '|' or '<' or '>' or '(' or ')' or '"';

    private void ReadConnector(char c)
    {
        var isDouble = Peek(1) == c;
        _before = c == '&' ? isDouble ? BatchConnector.And : BatchConnector.Then : isDouble ? BatchConnector.Or : BatchConnector.Pipe;
        if (_commands.Count > 0 && _commands.Last.Line == _line) _commands.Last.After = _before;
        _at += isDouble ? 2 : 1;
    }

    private void ReadCommand()
    {
        var start = _at;
        ReadName();
        if (_at == start)
        {
            _failedAt = _at;
            return;
        }

        var length = _at - start;
        if (Is(start, length, "rem"))
        {
            SkipLine();
            var end = _text[_at - 1] == '\r' ? _at - 1 : _at;
            _comments.Add(new ScriptSpan(start, end - start));
            return;
        }

        if (Is(start, length, "if"))
        {
            ReadCondition();
            Open(BatchBlockKind.If, isParenthesis: false);
            return;
        }

        if (Is(start, length, "for"))
        {
            ReadFor();
            Open(BatchBlockKind.For, isParenthesis: false);
            return;
        }

        if (Is(start, length, "else"))
        {
            _failedAt = start;
            return;
        }

        var command = _commands.Add(new BatchCommand(start, Block, _line, _before) { FirstWord = _words.Count });
        _before = BatchConnector.None;
        _words.Add(new BatchWord(start, length, false));
        ReadArguments(command);
        _commands[command].WordCount = _words.Count - _commands[command].FirstWord;
    }

    private bool Is(int start, int length, string word) => length == word.Length && string.Compare(_text, start, word, 0, length, StringComparison.OrdinalIgnoreCase) == 0;
}
