namespace Slipway.Specifications.Resolving;

/// <summary>
/// For Windows PowerShell. Arguments count as behind <c>powershell -File</c>: <c>-Name</c> is a parameter, everything else a text. A script that
/// ends without <c>exit</c> has succeeded, whatever the last program in it returned.
/// </summary>
internal sealed class PowerShellStarter : HookStarter
{
    public override string Extension => ".ps1";

    public override string? Problem(string argument) => null;

    public override string Write(string path, IReadOnlyList<string> arguments)
    {
        var text = new System.Text.StringBuilder("# ").Append(Notice).Append("\r\n& (Join-Path $PSScriptRoot ").Append(Quoted("..\\" + path.Replace('/', '\\'))).Append(')');
        foreach (var argument in arguments) text.Append(' ').Append(IsParameter(argument) ? argument : Quoted(argument));
        text.Append("\r\nif (-not $?) { exit $LASTEXITCODE }\r\n");
        // Without the mark Windows PowerShell reads other letters than ours.
        if (text.ToString().Any(c => c > '~')) text.Insert(0, '\uFEFF');
        return text.ToString();
    }

    private static bool IsParameter(string text) => text.Length > 1 && text[0] == '-' && (char.IsLetter(text[1]) || text[1] == '_')
        && text.Skip(1).All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_');

    /// <summary>To PowerShell the typographic quotes are quotes too.</summary>
    private static string Quoted(string text)
    {
        var quoted = new System.Text.StringBuilder("'");
        foreach (var c in text)
        {
            quoted.Append(c);
            if (c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B') quoted.Append(c);
        }

        return quoted.Append('\'').ToString();
    }
}
