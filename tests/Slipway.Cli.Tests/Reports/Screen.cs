using System.Text;

namespace Slipway.Cli.Tests.Reports;

/// <summary>A terminal as far as the live table needs one: what a person would see after all that was written.</summary>
internal sealed class Screen : StringWriter
{
    private readonly List<StringBuilder> rows = [new()];
    private int row;
    private int column;

    /// <summary>How often something was written.</summary>
    public int Writes { get; private set; }

    /// <summary>The rows with text on them.</summary>
    public string Shown => string.Join('\n', rows.Select(r => r.ToString().TrimEnd())).TrimEnd();

    public override void Write(string? value)
    {
        Writes++;
        base.Write(value);
        var text = value ?? "";
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\e') i = Sequence(text, i + 2);
            else if (text[i] == '\r') column = 0;
            else if (text[i] == '\n') Down();
            else Put(text[i]);
        }
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    private int Sequence(string text, int i)
    {
        var start = i;
        while (!char.IsLetter(text[i])) i++;
        switch (text[i])
        {
            case 'A':
                row = Math.Max(0, row - int.Parse(text[start..i], System.Globalization.CultureInfo.InvariantCulture));
                break;
            case 'K':
                rows[row].Length = Math.Min(rows[row].Length, column);
                break;
            case 'J':
                rows[row].Length = Math.Min(rows[row].Length, column);
                rows.RemoveRange(row + 1, rows.Count - row - 1);
                break;
        }

        return i;
    }

    private void Down()
    {
        (row, column) = (row + 1, 0);
        if (row == rows.Count) rows.Add(new());
    }

    private void Put(char c)
    {
        var line = rows[row];
        while (line.Length <= column) line.Append(' ');
        line[column++] = c;
    }
}
