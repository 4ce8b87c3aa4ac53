using System.Globalization;
using System.Text;

namespace Slipway.Specifications.Rules;

/// <summary>
/// The list of a revision as a text that MSBuild writes and the compiler hands to the rules: a line an item, its kind, mode in octal, size,
/// path and target between tabs. Tabs, line ends and backslashes of names are escaped.
/// </summary>
public static class RevisionItemList
{
    /// <summary>The text form, in the given order.</summary>
    public static string Format(IEnumerable<RevisionItem> items)
    {
        var text = new StringBuilder();
        foreach (var item in items)
        {
            text.Append(item.Kind).Append('\t').Append(Convert.ToString(item.Mode, 8)).Append('\t').Append(item.Size.ToString(CultureInfo.InvariantCulture))
                .Append('\t').Append(Escape(item.Path)).Append('\t').Append(Escape(item.LinkTarget ?? "")).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads the text form; lines that are not understood are passed over.</summary>
    public static IReadOnlyList<RevisionItem> Parse(string text)
    {
        var items = new List<RevisionItem>();
        foreach (var line in text.Split('\n'))
        {
            var parts = line.TrimEnd('\r').Split('\t');
            if (parts.Length != 5 || !Enum.TryParse<RevisionItemKind>(parts[0], out var kind) || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var size)) continue;
            if (parts[1].Length is 0 or > 6 || !parts[1].All(digit => digit is >= '0' and <= '7')) continue;
            items.Add(new RevisionItem(Unescape(parts[3]), kind, Convert.ToInt32(parts[1], 8), size, parts[4].Length == 0 ? null : Unescape(parts[4])));
        }

        return items;
    }

    private static string Escape(string name) => name.Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\n", "\\n").Replace("\r", "\\r");

    private static string Unescape(string name)
    {
        if (name.IndexOf('\\') < 0) return name;
        var text = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '\\' || i + 1 == name.Length) text.Append(name[i]);
            else text.Append(name[++i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', var other => other });
        }

        return text.ToString();
    }
}
