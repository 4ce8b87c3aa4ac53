using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Yaml;

/// <summary>Moving over characters, line breaks, blanks and comments.</summary>
internal sealed partial class YamlScanner
{
    private static bool IsBlank(char c) => c is ' ' or '\t';

    private static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    private static bool IsBreakOrEnd(char c) => c == '\0' || IsBreak(c);

    private static bool IsBlankOrEnd(char c) => IsBlank(c) || IsBreakOrEnd(c);

    private static bool IsWordCharacter(char c) => c is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '_' or '-';

    /// <summary>Ensures that so many characters are readable; where the bytes end in a fault it is met here.</summary>
    private void Need(int count)
    {
        if (_readable == int.MaxValue || _position + count <= _readable) return;
        throw new YamlFaultException(_source.Fault!);
    }

    /// <summary>Over one character that is no line break.</summary>
    private void Advance()
    {
        if (_position < _text.Length && char.IsHighSurrogate(_text[_position])) _position++;
        _position++;
        _index++;
        _column++;
    }

    /// <summary>Over one line break, CR LF counting as one.</summary>
    private void AdvanceLine()
    {
        var width = At(0) == '\r' && At(1) == '\n' ? 2 : 1;
        _position += width;
        _index += width;
        _column = 0;
        _line++;
        _lineStart = _position;
    }

    /// <summary>Appends the character and moves over it.</summary>
    private void Take(System.Text.StringBuilder to)
    {
        to.Append(At(0));
        if (char.IsHighSurrogate(At(0))) to.Append(At(1));
        Advance();
    }

    /// <summary>Moves over a line break and returns it in normal form: all are LF but the Unicode separators, which stay.</summary>
    private char TakeBreak()
    {
        var c = At(0);
        AdvanceLine();
        return c is '\u2028' or '\u2029' ? c : '\n';
    }

    private void ScanToNextToken()
    {
        while (true)
        {
            Need(1);
            if (_column == 0 && At(0) == '\uFEFF') Advance();
            Need(1);
            // A tab never counts as indentation: it is skipped only where no key can start.
            while (At(0) == ' ' || ((_flowLevel > 0 || !_simpleKeyAllowed) && At(0) == '\t'))
            {
                Advance();
                Need(1);
            }

            if (At(0) == '#') ScanComment();
            if (!IsBreak(At(0))) return;
            Need(2);
            AdvanceLine();
            if (_flowLevel == 0) _simpleKeyAllowed = true;
        }
    }

    private void ScanComment()
    {
        var start = Here;
        while (!IsBreakOrEnd(At(0)))
        {
            Advance();
            Need(1);
        }

        var ownLine = true;
        for (var i = start.LineStart; i < start.Offset && ownLine; i++) ownLine = IsBlank(_text[i]);
        _comments.Add(new YamlComment(_text.Substring(start.Offset, _position - start.Offset), start.To(Here), ownLine));
    }

    private YamlFaultException Fault(string message, string? context, YamlMark contextMark)
    {
        var end = Math.Min(_position + 1, Math.Max(_text.Length, _position));
        var here = new SourceRange(_position, end - _position, _line + 1, _position - _lineStart + 1, _line + 1, end - _lineStart + 1);
        var contextRange = contextMark.Offset == _position ? here
            : new SourceRange(contextMark.Offset, 1, contextMark.Line + 1, contextMark.Offset - contextMark.LineStart + 1,
                contextMark.Line + 1, contextMark.Offset - contextMark.LineStart + 2);
        return new YamlFaultException(new YamlFault(YamlFaultKind.Syntax, message, context, here, contextRange));
    }
}
