using System.Text;

namespace Slipway.Cli.Output.Live;

/// <summary>A line of the table, in parts that have their colours.</summary>
internal sealed class TableLine
{
    private readonly List<(string Text, string Color)> parts = [];

    /// <summary>Adds a part; control characters of others become blanks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="color">The number of a colour for SGR; empty for none.</param>
    public TableLine Add(string text, string color = "")
    {
        parts.Add((text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text, color));
        return this;
    }

    /// <summary>The line, cut to a width.</summary>
    public string Fit(int width, bool hasColors)
    {
        var line = new StringBuilder();
        var left = width;
        foreach (var (text, color) in parts)
        {
            if (left <= 0) break;
            var shown = text.Length <= left ? text : left == 1 ? "…" : text[..(left - 1)] + "…";
            left -= shown.Length;
            if (hasColors && color.Length > 0) line.Append("\e[").Append(color).Append('m').Append(shown).Append("\e[0m");
            else line.Append(shown);
        }

        return hasColors ? line.ToString() : line.ToString().TrimEnd();
    }
}
