using System.Text;

namespace Slipway.Cli.Explaining;

/// <summary>A page as a terminal shows it: headings bold, examples indented, without fences.</summary>
internal static class TerminalPage
{
    private const string Bold = "\e[1m";
    private const string Plain = "\e[0m";

    public static string Of(string page)
    {
        var text = new StringBuilder();
        var isExample = false;
        foreach (var line in page.Replace("\r", "", StringComparison.Ordinal).TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) isExample = !isExample;
            else if (isExample) text.Append("    ").Append(line).Append('\n');
            else if (line.StartsWith('#')) text.Append(Bold).Append(line.TrimStart('#', ' ')).Append(Plain).Append('\n');
            else text.Append(line).Append('\n');
        }

        return text.ToString();
    }
}
