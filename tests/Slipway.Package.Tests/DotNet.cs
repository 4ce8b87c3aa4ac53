using System.Diagnostics;
using System.Text;

namespace Slipway.Package.Tests;

/// <summary>What a command printed (both streams, in the order of arrival) and how it ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    /// <summary>Lines that hold an error of that code, once each: MSBuild repeats them in its summary.</summary>
    public IReadOnlyList<string> Errors(string code) =>
        [.. Output.Split('\n').Where(line => line.Contains($"error {code}:", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct()];

    public CommandResult MustSucceed()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}:\n{Output}");
        return this;
    }

    public CommandResult MustFail()
    {
        Assert.True(ExitCode != 0, $"exit code 0:\n{Output}");
        return this;
    }
}

/// <summary>Runs programs as a person at a terminal would: none of the test run's MSBuild variables, caches of our own.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs <c>dotnet</c> to its end.</summary>
    public static async Task<CommandResult> RunAsync(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start("dotnet", folder, environment, arguments);
        return await EndOf(process);
    }

    /// <summary>Starts a program; <see cref="EndOf"/> collects what it prints.</summary>
    public static Process Start(string program, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(IsOfThisRun).ToArray()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public static async Task<CommandResult> EndOf(Process process)
    {
        var output = new StringBuilder();
        void Take(string? line)
        {
            if (line is null) return;
            lock (output) output.Append(line).Append('\n');
        }

        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            lock (output) throw new TimeoutException($"did not end within {Limit}:\n{output}");
        }

        lock (output) return new CommandResult(process.ExitCode, output.ToString());
    }

    private static bool IsOfThisRun(string name) =>
        name.TrimStart('_').StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name is "DOTNET_HOST_PATH" or "CI" or "TESTINGPLATFORM_EXITPROCESSONUNHANDLEDEXCEPTION"
        || name.StartsWith("DOTNET_CLI_", StringComparison.Ordinal);
}
