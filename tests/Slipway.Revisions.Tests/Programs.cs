using System.Diagnostics;
using Xunit;

namespace Slipway.Revisions.Tests;

/// <summary>Runs the programs that users make and open bundles with; a test whose program is missing is skipped.</summary>
internal static class Programs
{
    /// <summary>Runs it to its end, which must be 0 and silent on stderr, and returns what it printed.</summary>
    internal static string Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed");
            throw;
        }

        using (process)
        {
            var errors = process!.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal("", errors.GetAwaiter().GetResult());
            Assert.Equal(0, process.ExitCode);
            return output;
        }
    }
}
