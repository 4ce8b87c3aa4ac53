using System.Text.RegularExpressions;

namespace Slipway.EndToEnd.Tests.Running;

/// <summary>How the command line talks to a user, whatever went wrong.</summary>
internal static partial class Manners
{
    /// <summary>What a failing run did wrong in its manners; empty when it behaved.</summary>
    public static IEnumerable<string> Breaches(Run run)
    {
        if (run.ExitCode is not (0 or 1 or 2))
        {
            yield return $"exit code {run.ExitCode} is none of 0, 1, 2";
        }
        if (run.ExitCode != 0 && !CanonicalError().IsMatch(run.Error))
        {
            yield return "nothing on stderr reads as 'file(line,column): error SLWnnnn: …'";
        }
        if (StackTrace().Match(run.Error + run.Output) is { Success: true } trace)
        {
            yield return $"a stack trace reached the user: {trace.Value.Trim()}";
        }
    }

    [GeneratedRegex(@"^[^\n]*: error SLW\d{4}: \S", RegexOptions.Multiline)]
    private static partial Regex CanonicalError();

    [GeneratedRegex(@"Unhandled exception|^\s+at [\w.<>`]+\(|System\.\w+(\.\w+)*Exception", RegexOptions.Multiline)]
    private static partial Regex StackTrace();
}
