using System.Text;
using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Secrets;

/// <summary>Lines and columns of places in UTF-8 bytes that are asked for in ascending order: the text is walked once, and only as far as the last.</summary>
internal sealed class BytePlaces(byte[] text, int start)
{
    private int _at = start;
    private int _offset;
    private int _line = 1;
    private int _lineOffset;

    public SourceRange Range(int from, int length)
    {
        MoveTo(from);
        var (offset, line, column) = (_offset, _line, _offset - _lineOffset + 1);
        MoveTo(from + length);
        return new SourceRange(offset, _offset - offset, line, column, _line, _offset - _lineOffset + 1);
    }

    private void MoveTo(int target)
    {
        var run = _at;
        for (; _at < target; _at++)
        {
            if (text[_at] != '\n' && (text[_at] != '\r' || (_at + 1 < text.Length && text[_at + 1] == '\n'))) continue;
            _offset += Encoding.UTF8.GetCharCount(text, run, _at + 1 - run);
            run = _at + 1;
            _line++;
            _lineOffset = _offset;
        }

        _offset += Encoding.UTF8.GetCharCount(text, run, _at - run);
    }
}
