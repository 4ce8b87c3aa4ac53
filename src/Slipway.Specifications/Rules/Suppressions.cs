using System.Text;
using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules;

/// <summary>
/// Comments that switch rules off: <c># slipway: disable SLW2007</c> for its line, <c>disable-next-line</c>, and <c>disable-file</c> above the
/// first line of content. In scripts the same stands in their own comments.
/// </summary>
internal static class Suppressions
{
    private const string Marker = "slipway:";

    public static void Apply(RuleContext context, List<Finding> findings)
    {
        if (findings.Count == 0) return;
        var byFile = new Dictionary<string, List<Suppression>>(StringComparer.Ordinal);
        if (context.Document is { } document)
        {
            var first = document.Root?.Range.Line ?? int.MaxValue;
            byFile[context.Inputs.File] = document.Comments.SelectMany(comment => Parse(comment.Text, comment.Range.Line, comment.Range.Line < first)).ToList();
        }

        foreach (var script in context.Inputs.Scripts ?? [])
        {
            if (!byFile.ContainsKey(script.File) && findings.Exists(finding => finding.File == script.File)) byFile[script.File] = OfScript(script);
        }

        findings.RemoveAll(finding => byFile.TryGetValue(finding.File, out var list) && list.Exists(item => item.Covers(finding)));
    }

    private static List<Suppression> OfScript(ScriptFile script)
    {
        var found = new List<Suppression>();
        var top = true;
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(script.Content).Split('\n'))
        {
            number++;
            var text = line.Trim();
            var comment = text.StartsWith("#", StringComparison.Ordinal) || text.StartsWith("//", StringComparison.Ordinal)
                || text.StartsWith("::", StringComparison.Ordinal) || text.StartsWith("rem ", StringComparison.OrdinalIgnoreCase);
            if (line.IndexOf(Marker, StringComparison.Ordinal) >= 0) found.AddRange(Parse(line, number, top && comment));
            if (text.Length > 0 && !comment) top = false;
        }

        return found;
    }

    private static IEnumerable<Suppression> Parse(string comment, int line, bool atTop)
    {
        var at = comment.IndexOf(Marker, StringComparison.Ordinal);
        if (at < 0) yield break;
        var words = comment.Substring(at + Marker.Length).Split([' ', ',', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2) yield break;
        var covered = words[0] switch
        {
            "disable" => line,
            "disable-next-line" => line + 1,
            "disable-file" when atTop => 0,
            _ => -1,
        };
        if (covered < 0) yield break;
        foreach (var word in words.Skip(1).TakeWhile(word => word.StartsWith("SLW", StringComparison.Ordinal))) yield return new Suppression(word, covered);
    }

    /// <summary>Line 0 stands for the whole file.</summary>
    private sealed record Suppression(string Rule, int Line)
    {
        public bool Covers(Finding finding) => finding.Rule == Rule && (Line == 0 || Line == finding.Range.Line);
    }
}
