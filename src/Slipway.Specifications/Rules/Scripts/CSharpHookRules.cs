using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5301 and SLW5302: hook scripts in C# that the host itself compiles and starts.</summary>
internal static class CSharpHookRules
{
    private const string First = "#!/usr/bin/env dotnet";

    public static void DoesNotCompile(RuleContext context, RuleReport report)
    {
        if (context.Inputs.CSharpErrors is not { } errors) return;
        foreach (var error in errors) report.AddIn(error.File, report.DefaultSeverity, error.Range, $"{error.Id}: {error.Message.TrimEnd('.')}");
    }

    public static void CannotStart(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec) return;
        foreach (var file in context.Inputs.Scripts ?? [])
        {
            if (file.Extension != ".cs" || file.IsBinary) continue;
            if (spec.IsLinux) Shebang(file, report);
            else report.AddIn(file.File, report.DefaultSeverity, FirstLine(file), "Windows hosts start .ps1, .bat, .cmd and .exe", "Let the toolkit publish it as a program, or call it from a .ps1 with 'dotnet run'.");
            Directives(context, file, report);
        }
    }

    private static void Shebang(ScriptFile file, RuleReport report)
    {
        var shebang = Specifications.Scripts.Shebang.Of(file.Text);
        if (shebang is not null && shebang.Program.StartsWith("dotnet", StringComparison.Ordinal)) return;
        var why = shebang is null ? "without '#!' in line 1 it is given to sh" : $"line 1 gives it to '{shebang.Program}'";

        // Linux reads a carriage return as part of the name, whatever the other lines end in.
        var change = shebang is null ? new TextChange(0, 0, First + "\n") : new TextChange(0, shebang.Line.Length, First);
        report.AddIn(file.File, report.DefaultSeverity, FirstLine(file), why, $"Write '{First}' as the first line.").With($"Write {First} as line 1", change);
    }

    /// <summary><c>#:project</c> and <c>#:package</c> at the top of the file.</summary>
    private static void Directives(RuleContext context, ScriptFile file, RuleReport report)
    {
        foreach (var line in TextLine.Of(file.Text))
        {
            var at = line.Content;
            if (at >= line.End) continue;
            if (file.Text[at] != '#')
            {
                if (string.CompareOrdinal(file.Text, at, "//", 0, 2) == 0) continue;
                return;
            }

            if (Value(line, at, "#:package") is { } package)
            {
                report.AddIn(file.File, Severity.Warning, file.Range(at, line.End - at), $"it needs the package '{package.Text}' from a package source", "Check that the host can reach the source, or publish the hook as a program.");
            }
            else if (Value(line, at, "#:project") is { } project && context.Listing is { } listing && !IsThere(listing, file, project.Text))
            {
                report.AddIn(file.File, report.DefaultSeverity, file.Range(project.Start, project.Text.Length), $"the project '{project.Text}' is not in the revision", "Add it, or publish the hook as a program.");
            }
        }
    }

    private static (int Start, string Text)? Value(TextLine line, int at, string directive)
    {
        if (string.CompareOrdinal(line.Text, at, directive, 0, directive.Length) != 0 || at + directive.Length >= line.End || line.Text[at + directive.Length] is not (' ' or '\t')) return null;
        var (offset, _) = line.Value(at + directive.Length);
        var text = line.Text.Substring(offset, line.End - offset).TrimEnd();
        return text.Length == 0 ? null : (offset, text);
    }

    private static bool IsThere(RevisionListing listing, ScriptFile file, string project)
    {
        // Properties in the path are known only to the build.
        if (project.IndexOf('$') >= 0) return true;
        var folder = file.Path.LastIndexOf('/') is > 0 and var slash ? file.Path.Substring(0, slash + 1) : "";
        return RevisionListing.Normalize(project[0] == '/' ? project : folder + project, backslash: true) is { } path && listing.Exists(path);
    }

    private static SourceRange FirstLine(ScriptFile file) => file.Range(0, ScriptLines.EndOf(file.Text, 0));
}
