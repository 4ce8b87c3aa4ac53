using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Scripts.Shell;

/// <summary>A remark of shellcheck, as its format <c>json1</c> has it: lines and columns count from 1, a tab is one column.</summary>
/// <param name="Line">The first line.</param>
/// <param name="Column">The first column.</param>
/// <param name="EndLine">The last line.</param>
/// <param name="EndColumn">Behind the last column.</param>
/// <param name="Level"><c>error</c>, <c>warning</c>, <c>info</c> or <c>style</c>.</param>
/// <param name="Code">The number behind <c>SC</c>.</param>
/// <param name="Message">Its words.</param>
public sealed record ShellCheckRemark(int Line, int Column, int EndLine, int EndColumn, string Level, int Code, string Message);

/// <summary>SLW5031: what shellcheck says of a script and no rule of the catalogue has said.</summary>
public static class ShellCheckFindings
{
    private const string Id = "SLW5031";

    /// <summary>The findings for remarks of level error and warning that the rules have not reported themselves.</summary>
    /// <param name="script">The script.</param>
    /// <param name="remarks">What shellcheck says of it.</param>
    /// <param name="own">What the rules have found, in this script and in others.</param>
    public static IReadOnlyList<Finding> From(ScriptFile script, IReadOnlyList<ShellCheckRemark> remarks, IReadOnlyList<Finding> own)
    {
        var rule = RuleCatalogue.Find(Id)!;
        var said = own.Where(finding => finding.File == script.File).ToList();
        var findings = new List<Finding>();
        foreach (var remark in remarks)
        {
            if (remark.Level is not ("error" or "warning") || ShellCheckCodes.IsDecidedHere(remark.Code)) continue;
            if (ShellCheckCodes.RuleOf(remark.Code) is { } mapped && said.Exists(finding => finding.Rule == mapped && (ShellCheckCodes.IsAboutWholeScript(mapped) || finding.Range.Line == remark.Line))) continue;
            var code = "SC" + remark.Code.ToString(CultureInfo.InvariantCulture);
            findings.Add(new Finding(Id, rule.DefaultSeverity, script.File, RangeOf(script, remark), string.Format(CultureInfo.InvariantCulture, rule.MessageFormat, code, remark.Message)));
        }

        return findings;
    }

    private static SourceRange RangeOf(ScriptFile script, ShellCheckRemark remark)
    {
        var start = OffsetOf(script.Text, remark.Line, remark.Column);
        var end = OffsetOf(script.Text, remark.EndLine, remark.EndColumn);
        return script.Range(start, Math.Max(end - start, Math.Min(1, script.Text.Length - start)));
    }

    /// <summary>The offset of a place, held within its line and the text.</summary>
    private static int OffsetOf(string text, int line, int column)
    {
        var start = 0;
        for (var number = 1; number < line; number++)
        {
            var next = text.IndexOf('\n', start);
            if (next < 0) return text.Length;
            start = next + 1;
        }

        var end = text.IndexOf('\n', start);
        return Math.Min(start + Math.Max(column - 1, 0), end < 0 ? text.Length : end);
    }
}
