using System.Text;

namespace Slipway.Specifications.Yaml;

/// <summary>Plain scalars, and how the lines of a scalar are joined.</summary>
internal sealed partial class YamlScanner
{
    private readonly StringBuilder _blanks = new();
    private readonly StringBuilder _breaks = new();
    private readonly string?[] _words = new string?[Words];

    private const int Words = 256;
    private const int LongestWord = 24;

    private void ScanPlainScalar()
    {
        const string context = "while scanning a plain scalar";
        var start = Here;
        var end = start;
        var firstBreak = '\0';
        var leadingBlanks = false;
        var indent = _indent + 1;
        _value.Clear();
        _blanks.Clear();
        _breaks.Clear();
        while (true)
        {
            Need(4);
            if (_column == 0 && (IsDocumentIndicator('-') || IsDocumentIndicator('.'))) break;
            if (At(0) == '#') break;
            while (!IsBlankOrEnd(At(0)))
            {
                var c = At(0);
                if (c == ':' && _flowLevel > 0 && At(1) is ',' or '?' or '[' or ']' or '{' or '}')
                {
                    throw Fault("found unexpected ':'", context, start);
                }

                if ((c == ':' && IsBlankOrEnd(At(1))) || (_flowLevel > 0 && c is ',' or '[' or ']' or '{' or '}')) break;
                if (leadingBlanks)
                {
                    AppendFolded(firstBreak);
                    leadingBlanks = false;
                }
                else if (_blanks.Length > 0)
                {
                    Join(_blanks);
                }

                if (!TakeRun()) Take(_value);
                end = Here;
                Need(2);
            }

            if (!IsBlank(At(0)) && !IsBreak(At(0))) break;
            Need(1);
            while (IsBlank(At(0)) || IsBreak(At(0)))
            {
                if (IsBlank(At(0)))
                {
                    if (leadingBlanks && _column < indent && At(0) == '\t')
                    {
                        throw Fault("found a tab character that violates indentation", context, start);
                    }

                    if (leadingBlanks) Advance();
                    else Take(_blanks);
                }
                else
                {
                    Need(2);
                    TakeFoldedBreak(ref leadingBlanks, ref firstBreak);
                }

                Need(1);
            }

            if (_flowLevel == 0 && _column < indent) break;
        }

        var written = end.Offset - start.Offset;
        // On one line nothing is folded, so that the text stands in the file as it is.
        var value = end.Line == start.Line && written == _value.Length ? Word(start.Offset, written) : _value.ToString();
        _tokens.Add(new YamlToken(YamlTokenKind.Scalar, start, end, value));
        if (leadingBlanks) _simpleKeyAllowed = true;
    }

    /// <summary>Takes the characters at once that mean nothing wherever they stand; false when there is none.</summary>
    private bool TakeRun()
    {
        if (_readable != int.MaxValue) return false;
        var end = _position;
        while (end < _text.Length && IsOrdinary(_text[end])) end++;
        var length = end - _position;
        if (length == 0) return false;
        _value.Append(_text, _position, length);
        _position = end;
        _index += length;
        _column += length;
        return true;
    }

    private static bool IsOrdinary(char c) => c is (>= 'a' and <= 'z') or (>= '-' and <= '9') or (>= 'A' and <= 'Z') or '_';

    /// <summary>A piece of the text; short ones that occur again, as keys do, are the same string.</summary>
    private string Word(int offset, int length)
    {
        if (length is 0 or > LongestWord) return _text.Substring(offset, length);
        var hash = length;
        for (var i = 0; i < length; i++) hash = unchecked((hash * 31) + _text[offset + i]);
        ref var word = ref _words[hash & (Words - 1)];
        if (word is null || word.Length != length || string.CompareOrdinal(word, 0, _text, offset, length) != 0) word = _text.Substring(offset, length);
        return word;
    }

    private void TakeFoldedBreak(ref bool leadingBlanks, ref char firstBreak)
    {
        if (leadingBlanks)
        {
            _breaks.Append(TakeBreak());
            return;
        }

        _blanks.Clear();
        firstBreak = TakeBreak();
        leadingBlanks = true;
    }

    /// <summary>A single line feed becomes a space; of more the first goes; Unicode separators stay.</summary>
    private void AppendFolded(char firstBreak)
    {
        if (firstBreak != '\n')
        {
            if (firstBreak != '\0') _value.Append(firstBreak);
        }
        else if (_breaks.Length == 0)
        {
            _value.Append(' ');
        }

        Join(_breaks);
        _blanks.Clear();
    }

    private void Join(StringBuilder part)
    {
        if (part.Length == 0) return;
        for (var i = 0; i < part.Length; i++) _value.Append(part[i]);
        part.Clear();
    }
}
