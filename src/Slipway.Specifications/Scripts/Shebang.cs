namespace Slipway.Specifications.Scripts;

/// <summary>The first line of a script, as the kernel reads it: an interpreter and at most one argument.</summary>
/// <param name="Line">The whole line without its line end.</param>
/// <param name="Interpreter">The path as written.</param>
/// <param name="InterpreterOffset">Where it stands in the line.</param>
/// <param name="Arguments">What follows it, without blanks around.</param>
/// <param name="Program">The name of the program that reads the script: behind <c>env</c> the one that it starts.</param>
internal sealed record Shebang(string Line, string Interpreter, int InterpreterOffset, string Arguments, string Program)
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Whether the program is started through <c>env</c>.</summary>
    public bool UsesEnv => Interpreter == "env" || Interpreter.EndsWith("/env", StringComparison.Ordinal);

    /// <summary>The options that reach the program, without their dashes, as one text: <c>e</c> for <c>-e</c>.</summary>
    public string Options => string.Concat(Arguments.Split(Blanks, StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 1 && word[0] == '-' && word != "-S" && word[1] != '-').Select(word => word.Substring(1)));

    /// <summary>The shebang of a text; null where there is none.</summary>
    public static Shebang? Of(string text)
    {
        if (text.Length < 2 || text[0] != '#' || text[1] != '!') return null;
        var end = text.IndexOf('\n');
        var line = (end < 0 ? text : text.Substring(0, end)).TrimEnd('\r');
        var at = 2;
        while (at < line.Length && line[at] is ' ' or '\t') at++;
        var stop = line.IndexOfAny(Blanks, at);
        var interpreter = stop < 0 ? line.Substring(at) : line.Substring(at, stop - at);
        var arguments = stop < 0 ? "" : line.Substring(stop).Trim();
        var program = LastPart(interpreter);
        if (program is "env" or "busybox") program = FirstProgram(arguments) is { } started ? LastPart(started) : program == "busybox" ? "sh" : "";
        return new Shebang(line, interpreter, at, arguments, program);
    }

    private static string? FirstProgram(string arguments) =>
        arguments.Split(Blanks, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => word[0] != '-' && word.IndexOf('=') < 0);

    private static string LastPart(string path) => path.Substring(path.LastIndexOf('/') + 1);
}
