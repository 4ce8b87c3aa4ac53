using System.Diagnostics;

namespace Slipway.Git.Tests;

/// <summary>The git program, which makes the repositories that are read.</summary>
internal static class GitProgram
{
    public static bool IsPresent { get; } = Find();

    /// <summary>Runs git in a folder, without the configuration of this machine.</summary>
    public static string Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        foreach (var (name, value) in new[] { ("AUTHOR", "Anna"), ("COMMITTER", "Anna") })
        {
            start.Environment[$"GIT_{name}_NAME"] = value;
            start.Environment[$"GIT_{name}_EMAIL"] = "anna@example.com";
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {errors.Result}");
    }

    private static bool Find()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", "--version") { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
