using System.ComponentModel;
using System.Diagnostics;
using Slipway.Instances.Planning;

namespace Slipway.Instances.Installing;

/// <summary>SELinux contexts, set as the agent sets them: <c>semanage fcontext</c>, then <c>restorecon</c>.</summary>
internal static class SelinuxContexts
{
    /// <summary>Refuses early what could not be carried out.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0227: a program is missing.</exception>
    internal static void CheckPrograms()
    {
        foreach (var program in (string[])["semanage", "restorecon"])
        {
            if (Find(program) is null)
            {
                throw InstanceErrors.Of("SLW0227",
                    $"The appspec sets an SELinux context, but the program '{program}' is not on this instance. Install policycoreutils, or remove 'context' from the permission.");
            }
        }
    }

    internal static void Set(ContextRule rule)
    {
        var (path, context) = (rule.Path, rule.Parse());
        var arguments = new List<string> { "fcontext", "-a" };
        if (context.User is { } user) arguments.AddRange(["-s", user]);
        arguments.AddRange(["-t", context.Type]);
        if (context.Range is { } range) arguments.AddRange(["-r", range]);
        arguments.Add(path);
        Run("semanage", arguments, path);
        Run("restorecon", ["-v", path], path);
    }

    /// <summary>Takes the rule for a path out of the policy again; it may never have been there.</summary>
    internal static void Remove(string path)
    {
        try
        {
            Run("semanage", ["fcontext", "-d", path], path);
        }
        catch (Specifications.SlipwayException)
        {
            // Not set yet, or set by hand and gone: the policy has no such rule, which is what was wanted.
        }
    }

    private static string? Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/sbin", "/usr/bin"]);
        return folders.Where(f => f.Length > 0).Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
    }

    private static void Run(string program, IEnumerable<string> arguments, string path)
    {
        var start = new ProcessStartInfo(Find(program) ?? program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            process.OutputDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0) return;
            throw InstanceErrors.Of("SLW0227",
                $"Setting the SELinux context of '{path}' failed: {program} ended with exit code {process.ExitCode}: {error.Trim()}. Correct 'context' in the permission.");
        }
        catch (Win32Exception e)
        {
            throw InstanceErrors.Of("SLW0227",
                $"Setting the SELinux context of '{path}' failed: {program} could not be started ({e.Message}). Install policycoreutils, or remove 'context' from the permission.", e);
        }
    }
}
