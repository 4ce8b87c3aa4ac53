namespace Slipway.Specifications.Scripts.PowerShell;

/// <summary>
/// Reads a script in one pass, with the open brackets and texts on a stack of its own: neither length nor depth of a script can overflow anything.
/// PowerShell reads letters in two ways, as an expression or as the words of a command; which one is decided where a statement begins.
/// What it does not understand ends the reading, and the script is then no ground for findings.
/// </summary>
internal sealed partial class PowerShellReader
{
    /// <summary>Nobody writes deeper brackets; what walks from block to block outwards stays cheap.</summary>
    private const int Deepest = 200;

    [ThreadStatic]
    private static PowerShellReader? _spare;

    private readonly Growing<Frame> _frames = new();
    private readonly Growing<PowerShellBlock> _blocks = new();
    private readonly Growing<PowerShellStatement> _statements = new();
    private readonly Growing<PowerShellCommand> _commands = new();
    private readonly Growing<PowerShellWord> _words = new();
    private readonly Growing<PowerShellVariable> _variables = new();
    private readonly Growing<PowerShellAssignment> _assignments = new();
    private readonly Growing<ScriptSpan> _comments = new();
    private readonly Growing<ScriptSpan> _version7 = new();

    private string _text = "";
    private int _at;
    private int _lastEnd;
    private int _failedAt;

    /// <summary>How the letters of a frame are read next.</summary>
    private enum Mode : byte
    {
        /// <summary>A statement, or the rest of one that may be a command, begins.</summary>
        Start,

        /// <summary>The words of a command.</summary>
        Command,

        /// <summary>Values and operators.</summary>
        Expression,

        /// <summary>Behind a keyword: conditions, names and the body.</summary>
        Tail,
    }

    /// <summary>What <see cref="Mode.Start"/> continues.</summary>
    private enum Pending : byte
    {
        /// <summary>Nothing: a statement of its own.</summary>
        None,

        /// <summary>Something must follow, on a later line too.</summary>
        Value,

        /// <summary>Something may follow on the line.</summary>
        Optional,

        /// <summary>The next command of a pipeline.</summary>
        Pipe,
    }

    private enum Tail : byte
    {
        Body,
        Condition,
        ForEach,
        Switch,
        Function,
        Class,
        Try,
        Catch,
        Finally,
        Trap,
        Named,
        Do,
        LoopEnd,
        Loop,
        Param,
    }

    /// <summary>An open bracket or text.</summary>
    private struct Frame
    {
        public PowerShellBlockKind Kind;
        public Mode Mode;
        public Pending Pending;
        public Tail Tail;
        public int Block;
        public int Opened;
        public int Statement;
        public int Command;
        public int Position;
        public int Assignment;
        public int TargetStart;
        public int WordStart;
        public PowerShellWordKind WordKind;
        public bool WordExpands;
        public bool IsRedirection;

        /// <summary>An operator or comma was read: the line goes on.</summary>
        public bool Continues;

        /// <summary>A value was read: a bracket is an index or holds arguments.</summary>
        public bool SawValue;

        /// <summary>The statement ends with the block that is open.</summary>
        public bool EndsWithBlock;

        public bool AfterDo;
        public bool IsForEach;
        public int LastTry;

        /// <summary>Whether a line end inside means nothing.</summary>
        public readonly bool IgnoresLines => Kind is PowerShellBlockKind.Group or PowerShellBlockKind.Condition or PowerShellBlockKind.Parameters
            or PowerShellBlockKind.Arguments or PowerShellBlockKind.Index;

        /// <summary>Whether only expressions stand inside.</summary>
        public readonly bool IsExpression => Kind is PowerShellBlockKind.Parameters or PowerShellBlockKind.Arguments or PowerShellBlockKind.Index;
    }

    private ref Frame Top => ref _frames.Last;

    /// <summary>Reads a script. Never throws.</summary>
    public static PowerShellScript Read(string text)
    {
        var reader = _spare ?? new PowerShellReader();
        _spare = null;
        var script = reader.ReadAll(text);
        _spare = reader;
        return script;
    }

    private PowerShellScript ReadAll(string text)
    {
        _text = text;
        _at = 0;
        _lastEnd = 0;
        _failedAt = -1;
        _frames.Clear();
        _blocks.Clear();
        _statements.Clear();
        _commands.Clear();
        _words.Clear();
        _variables.Clear();
        _assignments.Clear();
        _comments.Clear();
        _version7.Clear();
        Push(PowerShellBlockKind.Script, 0, 0);
        if (_text.StartsWith("#!", StringComparison.Ordinal)) ReadLineComment();
        var still = 0;
        while (_failedAt < 0 && _at < _text.Length)
        {
            var before = _at;
            Step();

            // A few steps only change the way of reading; more of them than that would be an endless loop.
            still = _at == before ? still + 1 : 0;
            if (still > 8) Fail(_at);
        }

        if (_failedAt < 0)
        {
            if (_frames.Count == 1) EndStatement();
            else Fail(Top.Opened);
        }

        _blocks[0].End = _text.Length;
        var script = new PowerShellScript(text, _failedAt, _blocks.ToArray(), _statements.ToArray(), Commands(out var words), words,
            _variables.ToArray(), _assignments.ToArray(), _comments.ToArray(), _version7.ToArray());
        _text = "";
        return script;
    }

    private void Step()
    {
        ref var top = ref Top;
        if (top.Kind is PowerShellBlockKind.Text or PowerShellBlockKind.HereText) ReadText();
        else if (top.Mode == Mode.Start) ReadStart();
        else if (top.Mode == Mode.Command) ReadCommand();
        else if (top.Mode == Mode.Expression) ReadExpression();
        else ReadTail();
    }

    private void Fail(int at)
    {
        if (_failedAt < 0) _failedAt = at;
    }

    private char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    /// <summary>Opens a bracket of some length.</summary>
    private void Push(PowerShellBlockKind kind, int length, int tokenStart)
    {
        var isText = kind is PowerShellBlockKind.Text or PowerShellBlockKind.HereText;
        var parent = _frames.Count == 0 ? -1 : Top.Block;
        var statement = _frames.Count == 0 ? -1 : Top.Statement;
        var frame = new Frame
        {
            Kind = kind,
            Opened = tokenStart,
            Block = isText ? parent : _blocks.Add(new PowerShellBlock(parent, kind, -1, statement, tokenStart) { End = _text.Length }),
            Statement = isText ? statement : -1,
            Command = -1,
            Assignment = -1,
            WordStart = -1,
            LastTry = -1,
        };
        if (frame.IsExpression)
        {
            frame.Mode = Mode.Expression;
            frame.TargetStart = _at + length;
        }

        if (_frames.Count > Deepest) Fail(tokenStart);
        _frames.Add(frame);
        _at += length;
        _lastEnd = _at;
    }

    /// <summary>Closes the innermost bracket with its closing character, which is the next one.</summary>
    private void Close()
    {
        var closing = _text[_at];
        var expected = Top.Kind switch
        {
            PowerShellBlockKind.Script => '\0',
            PowerShellBlockKind.Group or PowerShellBlockKind.Condition or PowerShellBlockKind.Subexpression or PowerShellBlockKind.Array
                or PowerShellBlockKind.Parameters or PowerShellBlockKind.Arguments => ')',
            PowerShellBlockKind.Index => ']',
            _ => '}',
        };
        if (closing != expected)
        {
            Fail(_at);
            return;
        }

        if (Top.IsExpression) EndAssignment();
        else EndStatement();
        var kind = Top.Kind;
        var block = Top.Block;
        _at++;
        _lastEnd = _at;
        _blocks[block].End = _at;
        _frames.RemoveLast();
        Continue(kind, block);
    }

    /// <summary>The frame around a closed bracket goes on.</summary>
    private void Continue(PowerShellBlockKind kind, int block)
    {
        ref var top = ref Top;
        if (top.Kind is PowerShellBlockKind.Text or PowerShellBlockKind.HereText) return;
        if (kind == PowerShellBlockKind.Try) top.LastTry = block;
        top.SawValue = true;
        top.Continues = false;
        if (top.EndsWithBlock && kind is not (PowerShellBlockKind.Group or PowerShellBlockKind.Condition or PowerShellBlockKind.Index or PowerShellBlockKind.Subexpression
            or PowerShellBlockKind.Array or PowerShellBlockKind.Hashtable or PowerShellBlockKind.Arguments))
        {
            var wasDo = top.Mode == Mode.Tail && top.Tail == Tail.Do;
            var wasFunctionHead = top.Mode == Mode.Tail && kind == PowerShellBlockKind.Parameters && top.Tail != Tail.Param;
            if (wasFunctionHead) return;
            EndStatement();
            Top.AfterDo = wasDo;
        }
        else if (top.Mode == Mode.Tail && top.Tail == Tail.LoopEnd && kind == PowerShellBlockKind.Condition)
        {
            EndStatement();
        }
        else if (top.Mode == Mode.Command && kind == PowerShellBlockKind.ScriptBlock)
        {
            FinishWord();
        }
    }

    private void BeginStatement()
    {
        ref var top = ref Top;
        top.Statement = _statements.Add(new PowerShellStatement(top.Block, _at) { End = _at });
        top.TargetStart = _at;
        top.Position = 0;
        top.AfterDo = false;
    }

    /// <summary>Ends the word, the command, the assignment and the statement that are open.</summary>
    private void EndStatement()
    {
        EndCommand();
        EndAssignment();
        ref var top = ref Top;
        if (top.Statement >= 0) _statements[top.Statement].End = Math.Max(_lastEnd, _statements[top.Statement].Start);
        top.Statement = -1;
        top.Mode = Mode.Start;
        top.Pending = Pending.None;
        top.Continues = false;
        top.SawValue = false;
        top.EndsWithBlock = false;
        top.IsRedirection = false;
    }

    private void EndAssignment()
    {
        ref var top = ref Top;
        if (top.Assignment >= 0) _assignments[top.Assignment].End = Math.Max(_lastEnd, _assignments[top.Assignment].ValueStart);
        top.Assignment = -1;
    }

    private void EndCommand()
    {
        FinishWord();
        ref var top = ref Top;
        if (top.Command >= 0) _commands[top.Command].End = Math.Max(_lastEnd, _commands[top.Command].Start);
        top.Command = -1;
    }

    /// <summary>The words of nested commands lie between those of the outer one: sorts them by command.</summary>
    private PowerShellCommand[] Commands(out PowerShellWord[] words)
    {
        var commands = _commands.ToArray();
        for (var i = 0; i < _words.Count; i++) commands[_words[i].Command].WordCount++;
        var next = 0;
        for (var i = 0; i < commands.Length; i++)
        {
            commands[i].FirstWord = next;
            next += commands[i].WordCount;
            commands[i].WordCount = 0;
        }

        words = new PowerShellWord[_words.Count];
        for (var i = 0; i < _words.Count; i++)
        {
            ref var command = ref commands[_words[i].Command];
            words[command.FirstWord + command.WordCount++] = _words[i];
        }

        return commands;
    }
}
