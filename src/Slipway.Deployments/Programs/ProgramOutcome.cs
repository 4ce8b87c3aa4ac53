namespace Slipway.Deployments.Programs;

/// <summary>How a program ended.</summary>
internal enum ProgramEnd
{
    /// <summary>By itself.</summary>
    Exited,

    /// <summary>It was killed because its time was over.</summary>
    TimedOut,

    /// <summary>It could not be started.</summary>
    NotStarted,
}

/// <summary>What a program of the user's did.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ExitCode">Its exit code; -1 unless it ended by itself.</param>
/// <param name="StandardOutput">The end of its standard output.</param>
/// <param name="StandardError">The end of its standard error; why it was not started, if so.</param>
internal sealed record ProgramOutcome(ProgramEnd End, int ExitCode, string StandardOutput, string StandardError)
{
    private const int QuotedLines = 20;

    /// <summary>Whether it ended with 0.</summary>
    public bool IsDone => End == ProgramEnd.Exited && ExitCode == 0;

    /// <summary>What happened, to follow the program's name: <c>ended with 3</c>.</summary>
    public string Description(TimeSpan timeout) => End switch
    {
        ProgramEnd.Exited => $"ended with {ExitCode}",
        ProgramEnd.TimedOut => $"did not end within {timeout.TotalSeconds:0.#} s and was killed",
        _ => $"could not be started ({StandardError})",
    };

    /// <summary>The last lines of its output on lines of their own, empty when it was silent or did not run.</summary>
    public string QuotedOutput()
    {
        if (End == ProgramEnd.NotStarted) return "";
        var lines = (StandardOutput + "\n" + StandardError).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Concat(lines.TakeLast(QuotedLines).Select(line => "\n  " + line));
    }
}
