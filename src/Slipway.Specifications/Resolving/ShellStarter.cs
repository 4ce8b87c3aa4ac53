namespace Slipway.Specifications.Resolving;

/// <summary>For sh, which every Linux has. <c>exec</c> keeps the process: a signal or a timeout hits the script itself.</summary>
internal sealed class ShellStarter : HookStarter
{
    // A carriage return in the script's text would be lost where line ends are made those of Linux.
    private const string Return = "slipway_return";

    private const string Plain = "/._-:=@%+,";

    public override string Extension => ".sh";

    public override string? Problem(string argument) => null;

    public override string Write(string path, IReadOnlyList<string> arguments)
    {
        var hasReturn = arguments.Any(argument => argument.IndexOf('\r') >= 0);
        var text = new System.Text.StringBuilder("#!/bin/sh\n# ").Append(Notice).Append('\n');
        if (hasReturn) text.Append(Return).Append("=$(printf '\\r')\n");
        text.Append("exec \"${0%/*}/..\"/").Append(Quoted(path));
        foreach (var argument in arguments) text.Append(' ').Append(Quoted(argument));
        return text.Append('\n').ToString();
    }

    private static string Quoted(string text)
    {
        if (text.Length > 0 && text.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || Plain.IndexOf(c) >= 0)) return text;
        return "'" + text.Replace("'", "'\\''").Replace("\r", $"'\"${{{Return}}}\"'") + "'";
    }
}
