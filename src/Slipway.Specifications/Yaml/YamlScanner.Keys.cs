namespace Slipway.Specifications.Yaml;

/// <summary>Which tokens may turn out to be keys, and the indentation that opens and closes blocks.</summary>
internal sealed partial class YamlScanner
{
    private void SaveSimpleKey()
    {
        if (!_simpleKeyAllowed) return;
        var required = _flowLevel == 0 && _indent == _column;
        RemoveSimpleKey();
        _simpleKeys[_simpleKeys.Count - 1] = new SimpleKey(true, required, _tokensTaken + (_tokens.Count - _head), Here);
    }

    private void RemoveSimpleKey()
    {
        var key = _simpleKeys[_simpleKeys.Count - 1];
        if (key.Possible && key.Required) throw Fault("could not find expected ':'", "while scanning a simple key", key.Mark);
        _simpleKeys[_simpleKeys.Count - 1] = default;
    }

    private void DropStaleSimpleKeys()
    {
        for (var i = 0; i < _simpleKeys.Count; i++)
        {
            var key = _simpleKeys[i];
            if (!key.Possible || (key.Mark.Line >= _line && key.Mark.Index + LongestSimpleKey >= _index)) continue;
            if (key.Required) throw Fault("could not find expected ':'", "while scanning a simple key", key.Mark);
            _simpleKeys[i] = default;
        }
    }

    private void RollIndent(int column, int tokenNumber, YamlTokenKind kind, YamlMark mark)
    {
        if (_flowLevel > 0 || _indent >= column) return;
        _indents.Push(_indent);
        _indent = column;
        CheckDepth();
        var token = new YamlToken(kind, mark, mark);
        if (tokenNumber < 0) _tokens.Add(token);
        else Insert(tokenNumber, token);
    }

    private void UnrollIndent(int column)
    {
        if (_flowLevel > 0) return;
        while (_indent > column)
        {
            Enqueue(YamlTokenKind.BlockEnd, Here);
            _indent = _indents.Pop();
        }
    }

    private void CheckDepth()
    {
        if (_flowLevel + _indents.Count <= _maxDepth) return;
        var fault = Fault($"nested more than {_maxDepth} levels deep", null, Here).Fault;
        throw new YamlFaultException(fault with { Kind = YamlFaultKind.Depth });
    }

    private readonly record struct SimpleKey(bool Possible, bool Required, int TokenNumber, YamlMark Mark);
}
