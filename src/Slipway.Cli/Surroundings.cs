using Slipway.Revisions.Unix;

namespace Slipway.Cli;

/// <summary>What a command sees of the process it runs in; tests hand in their own.</summary>
internal sealed record Surroundings
{
    /// <summary>Standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The working folder, against which relative paths count.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>Environment variables.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether standard output is a terminal that redraws lines and shows colours.</summary>
    public bool IsLive { get; init; }

    /// <summary>Cancelled by Ctrl-C and SIGTERM.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>This process's own.</summary>
    public static Surroundings OfProcess(CancellationToken stop) => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        WorkingFolder = Environment.CurrentDirectory,
        Variable = Environment.GetEnvironmentVariable,
        IsLive = !Console.IsOutputRedirected && IsUnset("NO_COLOR") && IsUnset("CI") && Environment.GetEnvironmentVariable("TERM") is not "dumb",
        Stop = stop,
    };

    /// <summary>A path as given, made absolute.</summary>
    public string FullPath(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, WorkingFolder));

    /// <summary>A path among the arguments that must exist and open, made absolute.</summary>
    /// <exception cref="UsageException">SLW0002.</exception>
    public string ExistingPath(string path, string what)
    {
        // What a script's unset variable leaves would be the working folder, and `fix` would change that.
        if (path.Length == 0) throw new UsageException(new("SLW0002", $"{what} is empty. Name a file or folder; '.' is the working folder."));
        var full = FullPath(path);
        try
        {
            if (Directory.Exists(full)) _ = Directory.EnumerateFileSystemEntries(full).Any();
            else if (File.Exists(full)) Open(full, path, what);
            else throw new UsageException(new("SLW0002", $"{what} {path} does not exist. Check the path; relative ones count from {WorkingFolder}."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(new("SLW0002", $"{what} {path} cannot be opened: {e.Message}"));
        }

        return full;
    }

    // The BCL takes a FIFO for a file, and opening one would wait for ever.
    private static void Open(string full, string path, string what)
    {
        if (UnixFiles.IsSupported && UnixFiles.TryStatus(null, full, out var status, follow: true) && status.Kind != FileKind.File)
            throw new UsageException(new("SLW0002", $"{what} {path} is neither a file nor a folder."));
        File.OpenHandle(full).Dispose();
    }

    private static bool IsUnset(string name) => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));
}
