namespace Slipway.Cli;

/// <summary>The exit codes of every verb.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The thing asked failed.</summary>
    public const int Failed = 1;

    /// <summary>The arguments are wrong, or a path among them does not exist or cannot be opened.</summary>
    public const int Usage = 2;
}
