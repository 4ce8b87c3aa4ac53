using Slipway.Specifications;

namespace Slipway.Instances.Hooks;

/// <summary>Who deploys.</summary>
/// <param name="IsRoot">Whether this process acts as root.</param>
/// <param name="UserName">The account that it acts as.</param>
internal readonly record struct HookCaller(bool IsRoot, string UserName);

/// <summary>The program that runs a script: the script itself, or <c>su</c> or <c>sudo</c> with it as argument.</summary>
/// <param name="Program">Absolute path.</param>
/// <param name="Arguments">Its argv, the name first.</param>
/// <param name="IsScript">Whether <paramref name="Program"/> is the script itself.</param>
internal sealed record HookCommand(string Program, IReadOnlyList<string> Arguments, bool IsScript)
{
    private const string Root = "root";

    /// <summary>Decides the command from the appspec's <c>runas</c> and <c>sudo</c>.</summary>
    /// <param name="start">The script.</param>
    /// <param name="caller">Who runs it.</param>
    /// <param name="find">Looks a program up in the script's PATH; null when it is not there.</param>
    /// <exception cref="SlipwayException">SLW0310: this account may not become that one. SLW0308: <c>su</c> or <c>sudo</c> is missing.</exception>
    internal static HookCommand For(HookStart start, HookCaller caller, Func<string, string?> find)
    {
        if (start.RunAs is ['-', ..]) throw new SlipwayException(HookErrors.NoSuchAccount(start));

        // Root needs no sudo, and so loses no variables to it. Whoever is the account already needs no su.
        var needsSudo = start.Sudo && !caller.IsRoot;
        var needsSu = start.RunAs is not null && (caller.IsRoot || start.Sudo || start.RunAs != caller.UserName);
        if (needsSu && !needsSudo && !caller.IsRoot) throw new SlipwayException(HookErrors.AnotherAccount(start, caller.UserName));
        if (!needsSu && !needsSudo) return new(start.ScriptFile, [start.ScriptFile], true);

        // The login shell of the account takes a command text: quote it, so that it is this file whatever its name.
        // An empty account is left out, as in the agent's command text; su then means root.
        string[] account = string.IsNullOrEmpty(start.RunAs) ? [] : [start.RunAs];
        string[] su = needsSu ? ["su", .. account, "-c", Quote(start.ScriptFile)] : [start.ScriptFile];
        if (!needsSudo) return new(Find("su"), su, false);
        return new(Find("sudo"), ["sudo", "-n", $"--preserve-env={string.Join(',', start.DeploymentVariables)}", "--", .. su], false);

        string Find(string program) => find(program) ?? throw new SlipwayException(HookErrors.ProgramMissing(start, program));
    }

    /// <summary>The account that a script runs as, for messages; null when it is the deploying one.</summary>
    internal static string? AccountOf(HookStart start) => start switch
    {
        { RunAs: "" } => Root,
        { RunAs: { } account } => account,
        { Sudo: true } => Root,
        _ => null,
    };

    /// <summary>Looks a program up as <c>execvp</c> would, in a PATH that is not necessarily our own.</summary>
    internal static string? FindIn(string? path, string program) =>
        (string.IsNullOrEmpty(path) ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" : path)
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
