using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Batch;
using Slipway.Specifications.Scripts.PowerShell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5013 on Windows: programs that are looked for from the directory of the agent.</summary>
internal static class WindowsPathRules
{
    private static readonly HashSet<string> Moves = new(StringComparer.Ordinal) { "set-location", "push-location", "cd", "chdir", "sl", "pushd" };

    public static void PowerShellRelative(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.PowerShell(context))
        {
            foreach (var command in script.Commands)
            {
                if (script.Program(command) is { } program && Moves.Contains(program) && command.WordCount > 1)
                {
                    var target = script.Words[command.FirstWord + command.WordCount - 1];
                    if (target.Expands || IsAbsolute(script.Unquoted(target))) break;
                    continue;
                }

                if (command.WordCount == 0 || !BeginsWithDot(script.Text, script.Words[command.FirstWord].Start) || script.Name(command) is not { } name || !IsRelative(name)) continue;
                var (move, change) = Fix(context, file, name, "Set-Location \"$PSScriptRoot\\..\"", "Set-Location $PSScriptRoot", line => PowerShellPlaces.AtTop(script, line));
                var word = script.Words[command.FirstWord];
                var reported = report.AddIn(file.File, report.DefaultSeverity, file.Range(word.Start, word.Length), name, move);
                if (change is { } insertion) reported.With($"Insert {move}", insertion);
            }
        }
    }

    public static void BatchRelative(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.Batch(context))
        {
            foreach (var command in script.Commands)
            {
                var first = script.Words[command.FirstWord];
                var program = script.Program(command);
                if (program is "cd" or "chdir" or "pushd" && command.WordCount > 1)
                {
                    var target = script.Value(script.Words[command.FirstWord + command.WordCount - 1]);
                    if (target.IndexOf('%') >= 0 || target.IndexOf('!') >= 0 || IsAbsolute(target)) break;
                    continue;
                }

                if (program == "call" && command.WordCount > 1) first = script.Words[command.FirstWord + 1];
                if (!BeginsWithDot(script.Text, first.Start)) continue;
                var name = script.Value(first);
                if (!IsRelative(name)) continue;
                var (move, change) = Fix(context, file, name, "cd /d \"%~dp0..\"", "cd /d \"%~dp0\"", line => BatchPlaces.AtTop(script, line));
                var reported = report.AddIn(file.File, report.DefaultSeverity, file.Range(first.Start, first.Length), name, move);
                if (change is { } insertion) reported.With($"Insert {move}", insertion);
            }
        }
    }

    private static bool BeginsWithDot(string text, int at) => text[at] == '.' || (at + 1 < text.Length && text[at + 1] == '.');

    private static bool IsRelative(string name) =>
        name.StartsWith(".\\", StringComparison.Ordinal) || name.StartsWith("./", StringComparison.Ordinal) || name.StartsWith("..\\", StringComparison.Ordinal) || name.StartsWith("../", StringComparison.Ordinal);

    private static bool IsAbsolute(string path) => path.Length > 0 && (path[0] is '\\' or '/' || (path.Length > 1 && path[1] == ':'));

    /// <summary>The line that goes to the directory from which the path leads to a file of the revision.</summary>
    private static (string Move, TextChange? Change) Fix(RuleContext context, ScriptFile file, string name, string above, string here, Func<string, TextChange?> place)
    {
        var folder = file.Path.LastIndexOf('/') is > 0 and var slash ? file.Path.Substring(0, slash) : "";
        var parent = folder.LastIndexOf('/') is > 0 and var up ? folder.Substring(0, up) : "";
        if (folder.Length > 0 && Exists(context, parent, name)) return (above, place(above));
        return Exists(context, folder, name) ? (here, place(here)) : (folder.Length > 0 ? above : here, null);
    }

    private static bool Exists(RuleContext context, string folder, string name)
    {
        if (context.Listing is not { } listing || RevisionListing.Normalize(folder + "/" + name, backslash: true) is not { } path) return false;
        return listing.IsFile(path) || listing.InOtherCase(path) is not null;
    }
}
