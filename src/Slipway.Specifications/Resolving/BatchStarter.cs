namespace Slipway.Specifications.Resolving;

/// <summary>For batch files and programs on Windows. A batch file that is started without <c>call</c> takes this one's place.</summary>
/// <param name="isProgram">Whether a program is started, which reads backslashes before a quote in its own way.</param>
internal sealed class BatchStarter(bool isProgram) : HookStarter
{
    public override string Extension => ".cmd";

    public override string? Problem(string argument) => argument.Any(c => c is '"' or '\r' or '\n') ? "a batch file cannot take quotes or line ends"
        : argument.Any(c => c is > '~' or < ' ') ? "a batch file takes plain ASCII only, in every code page" : null;

    public override string Write(string path, IReadOnlyList<string> arguments)
    {
        var text = new System.Text.StringBuilder("@rem ").Append(Notice).Append("\r\n@\"%~dp0..\\").Append(path.Replace('/', '\\').Replace("%", "%%")).Append('"');
        foreach (var argument in arguments) text.Append(' ').Append(Quoted(argument));
        return text.Append(isProgram ? "\r\n@exit /b %errorlevel%\r\n" : "\r\n").ToString();
    }

    private string Quoted(string text)
    {
        if (text.Length > 0 && text.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '/' or '.' or '_' or '-' or ':' or '\\')) return text;
        var slashes = 0;
        while (isProgram && slashes < text.Length && text[text.Length - 1 - slashes] == '\\') slashes++;
        return "\"" + text.Replace("%", "%%") + new string('\\', slashes) + "\"";
    }
}
