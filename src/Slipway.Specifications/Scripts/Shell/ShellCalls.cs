namespace Slipway.Specifications.Scripts.Shell;

/// <summary>What stands in front of a program and starts it.</summary>
[Flags]
internal enum ShellWrappers : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>sudo</c> or <c>doas</c>.</summary>
    Sudo = 1,

    /// <summary><c>timeout</c>.</summary>
    Timeout = 2,

    /// <summary><c>nohup</c>.</summary>
    Nohup = 4,

    /// <summary><c>exec</c>.</summary>
    Exec = 8,

    /// <summary><c>setsid</c>.</summary>
    Setsid = 16,
}

/// <summary>A simple command as a program and its arguments.</summary>
/// <param name="Node">The command.</param>
/// <param name="Name">The program: without the directory where that is one of programs, otherwise as written; a function of the script with <c>()</c>.</param>
/// <param name="NameWord">The index of the word that names it.</param>
/// <param name="End">The index behind its last argument.</param>
/// <param name="Wrappers">What starts it.</param>
internal readonly record struct ShellCall(ShellNode Node, string Name, int NameWord, int End, ShellWrappers Wrappers)
{
    public int FirstArgument => NameWord + 1;

    public int ArgumentCount => End - NameWord - 1;
}

/// <summary>Finds the programs that a script calls.</summary>
internal static class ShellCalls
{
    private static readonly string[][] Usual = ByFirst("[ . : apt-get awk aws basename break cat cd chmod chown continue cp curl cut date declare dirname docker docker-compose dotnet echo env eval exec exit export false find grep head id java jq kill ln local ls mkdir mv mysql nginx node npm php pgrep pip pkill pm2 printf ps python python3 pwd read readonly return rm sed service set shift sleep sort source sudo systemctl tail tar tee test touch tr trap true unset unzip wait wc wget xargs yum");

    public static IReadOnlyList<ShellCall> Of(ShellScript script)
    {
        var calls = new List<ShellCall>(script.Nodes.Count);
        HashSet<string>? functions = null;
        foreach (var node in script.Nodes)
        {
            if (node.Kind == ShellNodeKind.Function && node.WordCount > 0) (functions ??= new HashSet<string>(StringComparer.Ordinal)).Add(script.Raw(script.Words[node.FirstWord]));
        }

        foreach (var node in script.Nodes)
        {
            if (node.Kind != ShellNodeKind.Command || node.WordCount <= node.AssignmentCount) continue;
            var call = CallOf(script, node);
            node.Call = calls.Count;
            calls.Add(functions is not null && functions.Contains(call.Name) ? call with { Name = call.Name + "()" } : call);
        }

        return calls;
    }

    private static ShellCall CallOf(ShellScript script, ShellNode node)
    {
        var end = node.FirstWord + node.WordCount;
        var at = node.FirstWord + node.AssignmentCount;
        var wrappers = ShellWrappers.None;
        while (true)
        {
            var name = NameOf(script, script.Words[at]);
            var next = name is "sudo" or "doas" or "nohup" or "exec" or "setsid" or "timeout" or "env" or "command" or "builtin" or "nice" or "ionice" or "time" or "stdbuf"
                ? Started(script, name, at + 1, end) : end;
            if (next >= end) return new ShellCall(node, name, at, end, wrappers);
            wrappers |= name switch
            {
                "sudo" or "doas" => ShellWrappers.Sudo,
                "timeout" => ShellWrappers.Timeout,
                "nohup" => ShellWrappers.Nohup,
                "exec" => ShellWrappers.Exec,
                "setsid" => ShellWrappers.Setsid,
                _ => ShellWrappers.None,
            };
            at = next;
        }
    }

    /// <summary>The index of the program that a wrapper starts; the end where it starts none.</summary>
    private static int Started(ShellScript script, string wrapper, int at, int end)
    {
        var withValue = wrapper switch
        {
            "sudo" or "doas" => "ugpCrthRDT",
            "env" => "uC",
            "nice" => "n",
            "ionice" => "cnp",
            "timeout" => "ks",
            "exec" => "a",
            "stdbuf" => "ioe",
            _ => "",
        };
        while (at < end)
        {
            var word = script.Words[at];
            if (script.Text[word.Start] == '-')
            {
                if (wrapper == "command" && (script.Is(word, "-v") || script.Is(word, "-V"))) return end;
                if (script.Is(word, "--")) return at + 1;
                if (word.Length == 2 && withValue.IndexOf(script.Text[word.Start + 1]) >= 0) at++;
                at++;
            }
            else if (word.IsAssignment && wrapper is "env" or "sudo") at++;
            else if (wrapper == "timeout") return at + 1;
            else return at;
        }

        return end;
    }

    /// <summary>The usual names, so that they are not made again for every call.</summary>
    private static string? Common(ShellScript script, ShellWord word)
    {
        foreach (var name in script.Text[word.Start] is var first && first < Usual.Length ? Usual[first] : [])
        {
            if (script.Is(word, name)) return name;
        }

        return null;
    }

    private static string NameOf(ShellScript script, ShellWord word)
    {
        if (word.Traits == ShellWordTraits.None && Common(script, word) is { } common) return common;
        var text = script.Shown(word);
        var slash = text.LastIndexOf('/');
        if (slash < 3 || slash + 1 == text.Length) return text;
        return string.CompareOrdinal(text, slash - 3, "bin", 0, 3) == 0 ? text.Substring(slash + 1) : text;
    }

    private static string[][] ByFirst(string names)
    {
        var words = names.Split(' ');
        var table = new string[128][];
        for (var i = 0; i < table.Length; i++) table[i] = Array.FindAll(words, word => word[0] == i);
        return table;
    }
}
