using System.Globalization;
using System.Text;

namespace Slipway.Checks.Fixing;

/// <summary>The difference between two texts as <c>patch</c> and <c>git apply</c> read it.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    // Beyond this the table of common lines would grow out of proportion; the middle is then replaced as a whole.
    private const long MostCells = 16_000_000;

    private enum Kind
    {
        Same,
        Removed,
        Added,
    }

    /// <summary>The difference; empty when there is none.</summary>
    /// <param name="name">How the file is called.</param>
    /// <param name="before">The old content.</param>
    /// <param name="after">The new one.</param>
    public static string Of(string name, byte[] before, byte[] after)
    {
        var (old, changed) = (Lines(before), Lines(after));
        var edits = Edits(old, changed);
        if (edits.TrueForAll(edit => edit.Kind == Kind.Same)) return "";
        var path = name.Replace('\\', '/').TrimStart('/');
        var text = new StringBuilder($"--- a/{path}\n+++ b/{path}\n");
        for (var at = 0; at < edits.Count;)
        {
            if (edits[at].Kind == Kind.Same)
            {
                at++;
                continue;
            }

            var from = Math.Max(0, at - Context);
            var end = EndOfHunk(edits, at);
            WriteHunk(text, edits, from, end);
            at = end;
        }

        return text.ToString();
    }

    private static int EndOfHunk(List<Edit> edits, int at)
    {
        var last = at;
        for (var i = at; i < edits.Count && i <= last + (2 * Context); i++)
        {
            if (edits[i].Kind != Kind.Same) last = i;
        }

        return Math.Min(edits.Count, last + Context + 1);
    }

    private static void WriteHunk(StringBuilder text, List<Edit> edits, int from, int end)
    {
        var (oldLine, newLine) = (1, 1);
        for (var i = 0; i < from; i++)
        {
            if (edits[i].Kind != Kind.Added) oldLine++;
            if (edits[i].Kind != Kind.Removed) newLine++;
        }

        var hunk = edits[from..end];
        var (oldCount, newCount) = (hunk.Count(edit => edit.Kind != Kind.Added), hunk.Count(edit => edit.Kind != Kind.Removed));
        text.Append(CultureInfo.InvariantCulture, $"@@ -{(oldCount == 0 ? oldLine - 1 : oldLine)},{oldCount} +{(newCount == 0 ? newLine - 1 : newLine)},{newCount} @@\n");
        foreach (var edit in hunk)
        {
            text.Append(edit.Kind switch { Kind.Same => ' ', Kind.Removed => '-', _ => '+' }).Append(edit.Line);
            if (!edit.Line.EndsWith('\n')) text.Append("\n\\ No newline at end of file\n");
        }
    }

    private static List<Edit> Edits(List<string> old, List<string> changed)
    {
        var start = 0;
        while (start < old.Count && start < changed.Count && old[start] == changed[start]) start++;
        var (oldEnd, newEnd) = (old.Count, changed.Count);
        while (oldEnd > start && newEnd > start && old[oldEnd - 1] == changed[newEnd - 1]) (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1);
        var edits = old[..start].ConvertAll(line => new Edit(Kind.Same, line));
        AddMiddle(edits, old[start..oldEnd], changed[start..newEnd]);
        edits.AddRange(old[oldEnd..].Select(line => new Edit(Kind.Same, line)));
        return edits;
    }

    private static void AddMiddle(List<Edit> edits, List<string> old, List<string> changed)
    {
        if ((long)old.Count * changed.Count > MostCells)
        {
            edits.AddRange(old.Select(line => new Edit(Kind.Removed, line)));
            edits.AddRange(changed.Select(line => new Edit(Kind.Added, line)));
            return;
        }

        // common[i, j]: the most lines that old from i and changed from j have in common, in order.
        var common = new int[old.Count + 1, changed.Count + 1];
        for (var i = old.Count - 1; i >= 0; i--)
        {
            for (var j = changed.Count - 1; j >= 0; j--) common[i, j] = old[i] == changed[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var (x, y) = (0, 0);
        while (x < old.Count || y < changed.Count)
        {
            if (x < old.Count && y < changed.Count && old[x] == changed[y])
            {
                edits.Add(new Edit(Kind.Same, old[x++]));
                y++;
            }
            else if (x < old.Count && (y == changed.Count || common[x + 1, y] >= common[x, y + 1])) edits.Add(new Edit(Kind.Removed, old[x++]));
            else edits.Add(new Edit(Kind.Added, changed[y++]));
        }
    }

    /// <summary>The lines with their ends, so that a changed line end is a difference; bytes that are no UTF-8 stay apart from others.</summary>
    private static List<string> Lines(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    private readonly record struct Edit(Kind Kind, string Line);
}
