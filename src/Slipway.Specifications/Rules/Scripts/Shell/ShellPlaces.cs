using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5013: paths that count from wherever the agent was started.</summary>
internal static class ShellPlaces
{
    public static void RelativePath(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            if (!hook.IsStarted) continue;
            var moves = hook.Script.Calls.Any(call => Moves(hook, call));
            foreach (var call in hook.Script.Calls)
            {
                if (Moves(hook, call)) break;
                if (call.Node.IsInSubstitution || (moves && call.Node.IsWithin(ShellNodeKind.Function)) || Relative(hook, call) is not { } word) continue;
                var path = hook.Script.Shown(word);
                var (change, exists) = Change(context, hook, path);
                report.AddIn(hook.File.File, Severity.Warning, hook.Range(word), path, change)
                    .With(exists ? new Fix($"Insert '{change}'", [hook.Insertion(change, afterSet: true)]) : null);
                break;
            }
        }
    }

    /// <summary>Whether a call changes to a directory that does not depend on the one before.</summary>
    private static bool Moves(ShellHook hook, ShellCall call)
    {
        if (call.Name is not ("cd" or "pushd")) return false;
        var operands = hook.Operands(call).ToList();
        return operands.Count == 0 || operands[operands.Count - 1] is { Length: > 0 } path && (path[0] is '/' or '~' || path.IndexOf('$') >= 0 || path.IndexOf('`') >= 0);
    }

    private static ShellWord? Relative(ShellHook hook, ShellCall call)
    {
        var name = hook.Script.Words[call.NameWord];
        if (StartsRelative(hook.Script, name)) return name;
        if (call.ArgumentCount == 0 || call.Name is not ("cd" or "pushd" or "." or "source")) return null;
        var argument = hook.Script.Words[call.Name is "cd" or "pushd" ? call.End - 1 : call.FirstArgument];
        var path = hook.Script.Shown(argument);
        return call.Name switch
        {
            "cd" or "pushd" => path.Length > 0 && path[0] is not ('-' or '+') ? argument : null,
            "." or "source" => path.Length > 0 && path[0] is not ('/' or '~' or '$' or '`' or '<' or '-') ? argument : null,
            _ => null,
        };
    }

    private static bool StartsRelative(ShellScript script, ShellWord word)
    {
        var start = script.Text[word.Start] is '"' or '\'' ? word.Start + 1 : word.Start;
        return string.CompareOrdinal(script.Text, start, "./", 0, 2) == 0 || string.CompareOrdinal(script.Text, start, "../", 0, 3) == 0;
    }

    /// <summary>The change of directory from which the path is found in the revision; the usual one where that is not known.</summary>
    private static (string Change, bool Exists) Change(RuleContext context, ShellHook hook, string path)
    {
        var folder = hook.File.Path.LastIndexOf('/') is > 0 and var slash ? hook.File.Path.Substring(0, slash) : "";
        var up = "";
        while (context.Listing is { } listing)
        {
            if (RevisionListing.Normalize((folder.Length == 0 ? "" : folder + "/") + path) is { Length: > 0 } full && (listing.IsFile(full) || listing.IsDirectory(full))) return (Line(up), true);
            if (folder.Length == 0) break;
            folder = folder.LastIndexOf('/') is > 0 and var parent ? folder.Substring(0, parent) : "";
            up += "/..";
        }

        return (Line("/.."), false);
    }

    private static string Line(string up) => $"cd \"$(dirname \"$0\"){up}\"";
}
