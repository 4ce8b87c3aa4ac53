namespace Slipway.Cli.Output;

/// <summary>The lines of a text, which end with LF, CR LF or CR as they do for findings.</summary>
internal sealed class LineStarts
{
    private readonly string _text;
    private readonly List<int> _starts = [0];

    public LineStarts(string text)
    {
        _text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))) _starts.Add(i + 1);
        }
    }

    /// <summary>The line and column of an offset, counted from 1.</summary>
    public (int Line, int Column) Of(int offset)
    {
        var index = _starts.BinarySearch(offset);
        if (index < 0) index = ~index - 1;
        return (index + 1, offset - _starts[index] + 1);
    }

    /// <summary>A line without its end; empty when there is no such line.</summary>
    public string Line(int number)
    {
        if (number < 1 || number > _starts.Count) return "";
        var end = number < _starts.Count ? _starts[number] : _text.Length;
        return _text[_starts[number - 1]..end].TrimEnd('\r', '\n');
    }
}
