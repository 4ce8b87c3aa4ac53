namespace Slipway.Specifications.Ruby;

/// <summary>A cursor over a text; each step moves only when it fits.</summary>
internal sealed class ScalarCursor(string text)
{
    private int _at;

    public bool AtEnd => _at == text.Length;

    public bool One(char c)
    {
        if (AtEnd || text[_at] != c) return false;
        _at++;
        return true;
    }

    public bool Digits(int least, int most)
    {
        var start = _at;
        while (!AtEnd && _at - start < most && RubyText.IsDigit(text[_at])) _at++;
        if (_at - start >= least) return true;
        _at = start;
        return false;
    }

    /// <summary>The hours of a time zone and, with or without a colon, its minutes, up to the end.</summary>
    public bool ZoneToEnd()
    {
        var start = _at;
        if (!Digits(1, 4)) return false;
        if (AtEnd) return true;
        return _at - start <= 2 && One(':') && (AtEnd || (Digits(2, 2) && AtEnd));
    }

    public void DigitsOr(string others)
    {
        while (!AtEnd && (RubyText.IsDigit(text[_at]) || others.IndexOf(text[_at]) >= 0)) _at++;
    }

    public bool Some(Func<char, bool> fits)
    {
        var start = _at;
        while (!AtEnd && fits(text[_at])) _at++;
        return _at > start;
    }

    public bool Blanks(int least)
    {
        var start = _at;
        while (!AtEnd && text[_at] is ' ' or (>= '\t' and <= '\r')) _at++;
        return _at - start >= least;
    }

    /// <summary>Up to 59, one or two digits.</summary>
    public bool Minutes()
    {
        if (AtEnd || !RubyText.IsDigit(text[_at])) return false;
        var two = text[_at] <= '5' && _at + 1 < text.Length && RubyText.IsDigit(text[_at + 1]);
        _at += two ? 2 : 1;
        return true;
    }

    /// <summary>One digit, or two that are not more than a limit.</summary>
    public bool NumberUpTo(int most)
    {
        if (AtEnd || !RubyText.IsDigit(text[_at])) return false;
        var two = _at + 1 < text.Length && RubyText.IsDigit(text[_at + 1]);
        if (two && ((text[_at] - '0') * 10) + (text[_at + 1] - '0') > most) return false;
        _at += two ? 2 : 1;
        return true;
    }

    public bool DecimalWithSeparators()
    {
        if (AtEnd || text[_at] is < '1' or > '9') return false;
        _at++;
        while (!AtEnd)
        {
            if (text[_at] is ',' or '_') _at++;
            if (AtEnd || !RubyText.IsDigit(text[_at])) return false;
            _at++;
        }

        return true;
    }
}
