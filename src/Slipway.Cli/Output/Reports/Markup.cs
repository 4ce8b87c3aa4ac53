using System.Globalization;
using System.Text;

namespace Slipway.Cli.Output.Reports;

/// <summary>Writes HTML and SVG. Text and attributes are always escaped: nothing that others wrote becomes markup.</summary>
internal sealed class Markup
{
    private readonly StringBuilder text = new();

    /// <summary>Writes markup of our own.</summary>
    public Markup Raw(string markup)
    {
        text.Append(markup);
        return this;
    }

    /// <summary>Writes a text.</summary>
    public Markup Text(string? value)
    {
        foreach (var c in value ?? "")
        {
            _ = c switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' => text.Append("&quot;"),
                '\'' => text.Append("&#39;"),
                '\n' or '\t' => text.Append(c),
                _ when char.IsControl(c) || char.IsSurrogate(c) && !IsPair(value!) => text.Append('\ufffd'),
                _ => text.Append(c),
            };
        }

        return this;
    }

    /// <summary>Writes an element with a text in it.</summary>
    public Markup Element(string name, string? content, params (string Name, string Value)[] attributes) => Open(name, attributes).Text(content).Close(name);

    /// <summary>Writes the beginning of an element.</summary>
    public Markup Open(string name, params (string Name, string Value)[] attributes)
    {
        text.Append('<').Append(name);
        Attributes(attributes);
        text.Append('>');
        return this;
    }

    /// <summary>Writes an element of SVG that has nothing in it, or a title.</summary>
    public Markup Shape(string name, string? title, params (string Name, string Value)[] attributes)
    {
        text.Append('<').Append(name);
        Attributes(attributes);
        if (title is null) text.Append("/>");
        else Raw(">").Element("title", title).Close(name);
        return this;
    }

    /// <summary>Writes the end of an element.</summary>
    public Markup Close(string name) => Raw("</").Raw(name).Raw(">");

    /// <summary>Ends the line.</summary>
    public Markup Line() => Raw("\n");

    /// <summary>A number for SVG.</summary>
    public static string Number(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override string ToString() => text.ToString();

    private void Attributes((string Name, string Value)[] attributes)
    {
        foreach (var (attribute, value) in attributes) Raw(" ").Raw(attribute).Raw("=\"").Text(value).Raw("\"");
    }

    // Half a pair can be no UTF-8; the whole text is looked at once there is one at all.
    private static bool IsPair(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (!char.IsHighSurrogate(value[i]) || i + 1 == value.Length || !char.IsLowSurrogate(value[i + 1])) return false;
            i++;
        }

        return true;
    }
}
