using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.PowerShell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>Where statements can be put into a PowerShell script without changing what the others mean.</summary>
internal static class PowerShellPlaces
{
    /// <summary>
    /// Lines that run before everything else: behind <c>using</c>, <c>param</c> and the comments that the file begins with. Null where there is
    /// no such place, or no statement.
    /// </summary>
    public static TextChange? AtTop(PowerShellScript script, params string[] lines)
    {
        var text = script.Text;
        var last = -1;
        var first = FirstStatement(script, ref last);
        if (first < 0 || script.Statements[first].Keyword is PowerShellKeyword.Named or PowerShellKeyword.Clean) return null;
        var start = script.Statements[first].Start;
        if (last >= 0)
        {
            var end = script.Statements[last].End;
            if (ScriptLines.EndOf(text, end) < start) return Lines(text, ScriptLines.NextOf(text, end), "", lines);
            return new TextChange(start, 0, string.Join("; ", lines) + "; ");
        }

        if (!ScriptLines.IsBlank(text, ScriptLines.StartOf(text, start), start)) return new TextChange(start, 0, string.Join("; ", lines) + "; ");
        var line = ScriptLines.StartOf(text, start);
        var above = AboveComments(script, line);
        if (above > 0) return Lines(text, above, ScriptLines.Indent(text, start), lines);
        if (above == line || script.Statements[first].Keyword != PowerShellKeyword.Declaration) return Lines(text, line, ScriptLines.Indent(text, start), lines);

        // The comments at the top describe a function: they must stay with it, so the lines follow the functions.
        while (first >= 0 && script.Statements[first].Keyword == PowerShellKeyword.Declaration) first = NextStatement(script, first);
        if (first < 0) return null;
        start = script.Statements[first].Start;
        line = ScriptLines.StartOf(text, start);
        return ScriptLines.IsBlank(text, line, start) ? Lines(text, AboveComments(script, line), ScriptLines.Indent(text, start), lines) : null;
    }

    /// <summary>A statement behind another one: on a line of its own, or on the same line where more follows there.</summary>
    public static TextChange Behind(PowerShellScript script, in PowerShellStatement statement, string line)
    {
        var text = script.Text;
        var end = ScriptLines.EndOf(text, statement.End);
        var rest = statement.End;
        while (rest < end && text[rest] is ' ' or '\t') rest++;
        if (rest < end && !script.IsComment(rest)) return new TextChange(statement.End, 0, "; " + line);

        // A block comment may go on in the next lines.
        if (end < text.Length && script.IsComment(end) && script.IsComment(Math.Max(end - 1, 0))) return new TextChange(statement.End, 0, "; " + line);
        return new TextChange(end, 0, ScriptLines.NewLine(text) + ScriptLines.Indent(text, statement.Start) + line);
    }

    private static TextChange Lines(string text, int offset, string indent, string[] lines)
    {
        var newLine = ScriptLines.NewLine(text);
        return new TextChange(offset, 0, string.Concat(lines.Select(line => indent + line + newLine)));
    }

    /// <summary>The first statement of the script that is no <c>using</c> or <c>param</c>, and the last one of those before it.</summary>
    private static int FirstStatement(PowerShellScript script, ref int last)
    {
        var index = NextStatement(script, -1);
        while (index >= 0)
        {
            var keyword = script.Statements[index].Keyword;
            var next = NextStatement(script, index);
            var isAttribute = script.Text[script.Statements[index].Start] == '[' && next >= 0 && script.Statements[next].Keyword == PowerShellKeyword.Param;
            if (keyword is not (PowerShellKeyword.Using or PowerShellKeyword.Param) && !isAttribute) return index;
            last = index;
            index = next;
        }

        return -1;
    }

    private static int NextStatement(PowerShellScript script, int index)
    {
        for (index++; index < script.Statements.Length; index++)
        {
            if (script.Statements[index].Block == 0) return index;
        }

        return -1;
    }

    /// <summary>The start of the comments that stand directly above a line, without a blank line between.</summary>
    private static int AboveComments(PowerShellScript script, int line)
    {
        var text = script.Text;
        while (line > 0)
        {
            var above = ScriptLines.StartOf(text, PreviousEnd(text, line));
            var at = above;
            while (at < line && text[at] is ' ' or '\t') at++;
            if (!script.IsComment(at)) break;
            line = above;
        }

        return line;
    }

    /// <summary>The end of the line above one.</summary>
    private static int PreviousEnd(string text, int line) => line > 1 && text[line - 1] == '\n' && text[line - 2] == '\r' ? line - 2 : line - 1;
}
