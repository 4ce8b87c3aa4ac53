namespace Slipway.Specifications.Scripts.Shell;

/// <summary>Finds the names that a script gives a value to.</summary>
internal static class ShellAssignments
{
    public static HashSet<string> Of(ShellScript script)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in script.Nodes)
        {
            switch (node.Kind)
            {
                case ShellNodeKind.Command:
                    for (var i = 0; i < node.AssignmentCount; i++) AddName(script, script.Words[node.FirstWord + i], names);
                    break;
                case ShellNodeKind.For or ShellNodeKind.Select:
                    if (node.WordCount > 0) names.Add(script.Raw(script.Words[node.FirstWord]));
                    else AddIdentifiers(script.Text, node.Start, Math.Min(node.End, node.Start + 200), names);
                    break;
                case ShellNodeKind.Arithmetic:
                    AddIdentifiers(script.Text, node.Start, node.End, names);
                    break;
            }
        }

        foreach (var call in script.Calls)
        {
            if (call.Name is "export" or "declare" or "local" or "readonly" or "typeset" or "let")
            {
                for (var i = call.FirstArgument; i < call.End; i++)
                {
                    if (script.Words[i].IsAssignment) AddName(script, script.Words[i], names);
                }
            }
            else if (call.Name is "read" or "mapfile" or "readarray" or "getopts" or "printf")
            {
                for (var i = call.FirstArgument; i < call.End; i++) names.Add(script.Raw(script.Words[i]));
            }
        }

        foreach (var variable in script.Variables)
        {
            if (variable.Operator == '=') names.Add(script.Name(variable));
        }

        return names;
    }

    private static void AddName(ShellScript script, ShellWord word, HashSet<string> names)
    {
        var end = word.Start;
        while (IsNameCharacter(script.Text[end])) end++;
        names.Add(script.Text.Substring(word.Start, end - word.Start));
    }

    private static void AddIdentifiers(string text, int start, int end, HashSet<string> names)
    {
        for (var at = start; at < end; at++)
        {
            var from = at;
            while (at < end && IsNameCharacter(text[at])) at++;
            if (at > from) names.Add(text.Substring(from, at - from));
        }
    }

    private static bool IsNameCharacter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_' or (>= '0' and <= '9');
}
