using System.Diagnostics;

namespace Slipway.EndToEnd.Tests.Running;

/// <summary>How a run of a program ended.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public void MustSucceed() => Xunit.Assert.True(ExitCode == 0, ToString());

    public override string ToString() => $"exit code {ExitCode}\n--- stdout\n{Output}\n--- stderr\n{Error}";
}

/// <summary>The command line under test, in a process of its own.</summary>
internal sealed record CommandLine
{
    // Long enough for a loaded machine; what is caught is a run that never ends.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Octal umask of the process.</summary>
    public string Umask { get; init; } = "022";

    /// <summary>Added to the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? WorkingFolder { get; init; }

    /// <summary>Numeric user and group to run as; null runs as this process does.</summary>
    public int? User { get; init; }

    public static Run Slipway(params string[] arguments) => new CommandLine().Run(arguments);

    public Run Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return Finish(process);
    }

    /// <summary>Starts it and lets it run; for tests that kill it.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = WorkingFolder ?? Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] drop = User is { } user ? ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups"] : [];
        // exec: the process that is started is slipway itself, so a kill reaches it.
        foreach (var argument in (string[])["-c", "umask \"$1\"; shift; exec \"$@\"", "sh", Umask, .. drop, "dotnet", Machine.SlipwayAssembly, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for the end and gathers the output; kills what does not end.</summary>
    public static Run Finish(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"still running after {Patience}: {process.StartInfo.ArgumentList.Last()}");
        }
        return new Run(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>Any other program, found on the path.</summary>
    public static Run Program(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        return Finish(process);
    }
}
