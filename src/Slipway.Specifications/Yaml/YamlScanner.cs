using System.Text;

namespace Slipway.Specifications.Yaml;

/// <summary>
/// Turns a text into YAML 1.1 tokens exactly where libyaml, the reader inside the Ruby agent, does: same simple-key rules, same view of
/// tabs, directives and the byte order mark, and no further into the text than a token needs.
/// </summary>
internal sealed partial class YamlScanner
{
    private const int LongestSimpleKey = 1024;

    private readonly string _text;
    private readonly YamlText _source;
    private readonly int _readable;
    private readonly int _maxDepth;
    private readonly List<YamlComment> _comments;
    private readonly StringBuilder _value = new();

    private readonly List<YamlToken> _tokens = [];
    private readonly Stack<int> _indents = new();
    private readonly List<SimpleKey> _simpleKeys = [default];
    private int _head;
    private int _tokensTaken;
    private int _indent = -1;
    private int _flowLevel;
    private bool _simpleKeyAllowed;
    private bool _started;
    private bool _ended;

    private int _position;
    private int _index;
    private int _line;
    private int _column;
    private int _lineStart;

    public YamlScanner(YamlText source, int maxDepth, List<YamlComment> comments)
    {
        _source = source;
        _text = source.Text;
        _readable = source.Readable;
        _maxDepth = maxDepth;
        _comments = comments;
        if (!source.HasByteOrderMark) return;
        // The mark is skipped but counts as a character: the first token of its line does not stand in column 0.
        _index = 1;
        _column = 1;
    }

    /// <summary>The next token without taking it.</summary>
    public YamlToken Peek()
    {
        while (NeedsMoreTokens()) FetchNext();
        return _tokens[_head];
    }

    /// <summary>Takes the token that <see cref="Peek"/> showed.</summary>
    public void Skip()
    {
        _tokensTaken++;
        _head++;
        if (_head != _tokens.Count) return;
        _tokens.Clear();
        _head = 0;
    }

    private YamlMark Here => new(_position, _index, _line, _column, _lineStart);

    private char At(int ahead)
    {
        var at = _position + ahead;
        return at < _text.Length ? _text[at] : '\0';
    }

    private bool NeedsMoreTokens()
    {
        if (_head == _tokens.Count) return true;
        // A token that may turn out to be a key has a KEY token inserted before it, so it must not leave before that is known.
        DropStaleSimpleKeys();
        foreach (var key in _simpleKeys)
        {
            if (key.Possible && key.TokenNumber == _tokensTaken) return true;
        }

        return false;
    }

    private void FetchNext()
    {
        Need(1);
        if (!_started)
        {
            _started = true;
            _simpleKeyAllowed = true;
            Enqueue(YamlTokenKind.StreamStart, Here);
            return;
        }

        ScanToNextToken();
        DropStaleSimpleKeys();
        UnrollIndent(_column);
        Need(4);
        var c = At(0);
        if (c == '\0') FetchStreamEnd();
        else if (_column == 0 && c == '%') FetchDirective();
        else if (_column == 0 && IsDocumentIndicator('-')) FetchDocumentIndicator(YamlTokenKind.DocumentStart);
        else if (_column == 0 && IsDocumentIndicator('.')) FetchDocumentIndicator(YamlTokenKind.DocumentEnd);
        else if (c == '[') FetchFlowStart(YamlTokenKind.FlowSequenceStart);
        else if (c == '{') FetchFlowStart(YamlTokenKind.FlowMappingStart);
        else if (c == ']') FetchFlowEnd(YamlTokenKind.FlowSequenceEnd);
        else if (c == '}') FetchFlowEnd(YamlTokenKind.FlowMappingEnd);
        else if (c == ',') FetchFlowEntry();
        else if (c == '-' && IsBlankOrEnd(At(1))) FetchBlockEntry();
        else if (c == '?' && (_flowLevel > 0 || IsBlankOrEnd(At(1)))) FetchKey();
        else if (c == ':' && (_flowLevel > 0 || IsBlankOrEnd(At(1)))) FetchValue();
        else if (c == '*') FetchAnchor(YamlTokenKind.Alias);
        else if (c == '&') FetchAnchor(YamlTokenKind.Anchor);
        else if (c == '!') FetchTag();
        else if (c is '|' or '>' && _flowLevel == 0) FetchBlockScalar(c == '|');
        else if (c is '\'' or '"') FetchFlowScalar(c == '\'');
        else if (StartsPlainScalar(c)) FetchPlainScalar();
        else throw Fault("found character that cannot start any token", "while scanning for the next token", Here);
    }

    private bool StartsPlainScalar(char c) => c switch
    {
        '-' => !IsBlank(At(1)),
        '?' or ':' => _flowLevel == 0 && !IsBlankOrEnd(At(1)),
        ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' => false,
        _ => !IsBlankOrEnd(c),
    };

    private bool IsDocumentIndicator(char c) => At(0) == c && At(1) == c && At(2) == c && IsBlankOrEnd(At(3));

    private void FetchStreamEnd()
    {
        if (_column != 0)
        {
            _column = 0;
            _line++;
            _lineStart = _position;
        }

        UnrollIndent(-1);
        RemoveSimpleKey();
        _simpleKeyAllowed = false;
        _ended = true;
        Enqueue(YamlTokenKind.StreamEnd, Here);
    }

    private void FetchDirective()
    {
        UnrollIndent(-1);
        RemoveSimpleKey();
        _simpleKeyAllowed = false;
        ScanDirective();
    }

    private void FetchDocumentIndicator(YamlTokenKind kind)
    {
        UnrollIndent(-1);
        RemoveSimpleKey();
        _simpleKeyAllowed = false;
        EnqueueIndicator(kind, 3);
    }

    private void FetchFlowStart(YamlTokenKind kind)
    {
        SaveSimpleKey();
        _simpleKeys.Add(default);
        _flowLevel++;
        CheckDepth();
        _simpleKeyAllowed = true;
        EnqueueIndicator(kind, 1);
    }

    private void FetchFlowEnd(YamlTokenKind kind)
    {
        RemoveSimpleKey();
        if (_flowLevel > 0)
        {
            _flowLevel--;
            _simpleKeys.RemoveAt(_simpleKeys.Count - 1);
        }

        _simpleKeyAllowed = false;
        EnqueueIndicator(kind, 1);
    }

    private void FetchFlowEntry()
    {
        RemoveSimpleKey();
        _simpleKeyAllowed = true;
        EnqueueIndicator(YamlTokenKind.FlowEntry, 1);
    }

    private void FetchBlockEntry()
    {
        if (_flowLevel == 0)
        {
            if (!_simpleKeyAllowed) throw Fault("block sequence entries are not allowed in this context", null, Here);
            RollIndent(_column, -1, YamlTokenKind.BlockSequenceStart, Here);
        }

        RemoveSimpleKey();
        _simpleKeyAllowed = true;
        EnqueueIndicator(YamlTokenKind.BlockEntry, 1);
    }

    private void FetchKey()
    {
        if (_flowLevel == 0)
        {
            if (!_simpleKeyAllowed) throw Fault("mapping keys are not allowed in this context", null, Here);
            RollIndent(_column, -1, YamlTokenKind.BlockMappingStart, Here);
        }

        RemoveSimpleKey();
        _simpleKeyAllowed = _flowLevel == 0;
        EnqueueIndicator(YamlTokenKind.Key, 1);
    }

    private void FetchValue()
    {
        var key = _simpleKeys[_simpleKeys.Count - 1];
        if (key.Possible)
        {
            Insert(key.TokenNumber, new YamlToken(YamlTokenKind.Key, key.Mark, key.Mark));
            RollIndent(key.Mark.Column, key.TokenNumber, YamlTokenKind.BlockMappingStart, key.Mark);
            _simpleKeys[_simpleKeys.Count - 1] = default;
            _simpleKeyAllowed = false;
        }
        else
        {
            if (_flowLevel == 0)
            {
                if (!_simpleKeyAllowed) throw Fault("mapping values are not allowed in this context", null, Here);
                RollIndent(_column, -1, YamlTokenKind.BlockMappingStart, Here);
            }

            _simpleKeyAllowed = _flowLevel == 0;
        }

        EnqueueIndicator(YamlTokenKind.Value, 1);
    }

    private void FetchAnchor(YamlTokenKind kind)
    {
        SaveSimpleKey();
        _simpleKeyAllowed = false;
        ScanAnchor(kind);
    }

    private void FetchTag()
    {
        SaveSimpleKey();
        _simpleKeyAllowed = false;
        ScanTag();
    }

    private void FetchBlockScalar(bool literal)
    {
        RemoveSimpleKey();
        _simpleKeyAllowed = true;
        ScanBlockScalar(literal);
    }

    private void FetchFlowScalar(bool single)
    {
        SaveSimpleKey();
        _simpleKeyAllowed = false;
        ScanFlowScalar(single);
    }

    private void FetchPlainScalar()
    {
        SaveSimpleKey();
        _simpleKeyAllowed = false;
        ScanPlainScalar();
    }

    private void Insert(int tokenNumber, YamlToken token) => _tokens.Insert(_head + tokenNumber - _tokensTaken, token);

    private void Enqueue(YamlTokenKind kind, YamlMark mark) => _tokens.Add(new YamlToken(kind, mark, mark));

    private void EnqueueIndicator(YamlTokenKind kind, int length)
    {
        var start = Here;
        for (var i = 0; i < length; i++) Advance();
        _tokens.Add(new YamlToken(kind, start, Here));
    }

    /// <summary>Whether the stream end was reached; nothing more can be fetched then.</summary>
    public bool Ended => _ended;
}
