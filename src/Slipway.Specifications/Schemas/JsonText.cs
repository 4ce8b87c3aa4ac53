using System.Globalization;
using System.Text;

namespace Slipway.Specifications.Schemas;

/// <summary>Writes JSON with indentation. The order of members is the caller's.</summary>
internal sealed class JsonText
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isFirst = true;

    /// <summary>An object as the value of a member, or by itself.</summary>
    public void Object(string? name, Action members) => Nested(name, '{', '}', members);

    /// <summary>An array as the value of a member.</summary>
    public void Array(string name, Action items) => Nested(name, '[', ']', items);

    /// <summary>A text.</summary>
    public void Text(string? name, string value) => Raw(name, Quoted(value));

    /// <summary>A number.</summary>
    public void Number(string? name, long value) => Raw(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A truth value.</summary>
    public void Flag(string name, bool value) => Raw(name, value ? "true" : "false");

    /// <summary>An array of texts on one line.</summary>
    public void Texts(string name, IEnumerable<string> values) => Raw(name, $"[{string.Join(", ", values.Select(Quoted))}]");

    /// <summary>A value that is JSON already.</summary>
    public void Raw(string? name, string json)
    {
        Begin(name);
        _text.Append(json);
    }

    /// <summary>A text as JSON.</summary>
    public static string Quoted(string value)
    {
        var quoted = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c < ' ') quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>What was written, with a line end.</summary>
    public override string ToString() => _text.ToString() + "\n";

    private void Nested(string? name, char open, char close, Action content)
    {
        Begin(name);
        _text.Append(open);
        _depth++;
        _isFirst = true;
        content();
        _depth--;
        if (!_isFirst) NewLine();
        _text.Append(close);
        _isFirst = false;
    }

    private void Begin(string? name)
    {
        if (!_isFirst) _text.Append(',');
        if (_depth > 0) NewLine();
        if (name is not null) _text.Append(Quoted(name)).Append(": ");
        _isFirst = false;
    }

    private void NewLine() => _text.Append('\n').Append(' ', _depth * 2);
}
