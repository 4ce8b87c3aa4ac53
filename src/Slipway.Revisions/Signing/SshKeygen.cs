using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Slipway.Revisions.Signing;

/// <summary>The program ssh-keygen, the only thing here that starts a process. It never asks anything: nobody answers in a build.</summary>
internal static class SshKeygen
{
    // A key that must be touched on its token gets this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How it ended and what it printed.</summary>
    internal sealed record Outcome(int ExitCode, string Output, string Errors)
    {
        /// <summary>The last line that says something.</summary>
        internal string Reason => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? $"it ended with {ExitCode}";
    }

    /// <summary>Runs it.</summary>
    /// <param name="input">Its standard input.</param>
    /// <param name="key">The key that an error names.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="Specifications.SlipwayException">SLW0145: it is not installed.</exception>
    internal static Outcome Run(ReadOnlyMemory<byte> input, string? key, params string[] arguments)
    {
        var start = new ProcessStartInfo("ssh-keygen", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

        // It would ask a terminal, or open a window. A program that fails at once is an answer too.
        start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
        start.Environment["SSH_ASKPASS"] = "false";
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            Feed(process, input);
            if (!process.WaitForExit(Patience))
            {
                process.Kill();
                process.WaitForExit();
                return new(-1, "", $"it gave no answer for {Patience.TotalSeconds:0} s");
            }

            return new(process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception e)
        {
            throw RevisionErrors.NoSshKeygen(key, e);
        }
    }

    /// <summary>Runs something with files in a folder that only this account can look into, and removes it.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0147: the temporary folder cannot be written.</exception>
    internal static T WithFiles<T>(Func<Func<string, ReadOnlyMemory<byte>, string>, T> work)
    {
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("slipway-sign-");
            return work((name, content) =>
            {
                var path = Path.Join(folder.FullName, name);
                File.WriteAllBytes(path, content.Span);
                return path;
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RevisionErrors.Untrusted(Path.GetTempPath(), $"A signature cannot be looked at, because the temporary folder cannot be written: {e.Message}");
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    private static void Feed(Process process, ReadOnlyMemory<byte> input)
    {
        try
        {
            process.StandardInput.BaseStream.Write(input.Span);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading; its exit code tells why.
        }
    }
}
