namespace Slipway.Specifications.Resolving;

/// <summary>Writes a script that starts another one with arguments, and is replaced by it: exit code, signals, input and environment are those of the other.</summary>
internal abstract class HookStarter
{
    /// <summary>The first lines' words, in every kind of comment.</summary>
    protected const string Notice = "Written by Slipway from the arguments in appspec.yml: starts the script with them.";

    /// <summary>The ending of its file.</summary>
    public abstract string Extension { get; }

    /// <summary>The one for a script; null where nothing can start it.</summary>
    /// <param name="isWindows">The instances' system.</param>
    /// <param name="name">The script's file name.</param>
    public static HookStarter? For(bool isWindows, string name)
    {
        if (!isWindows) return new ShellStarter();
        var extension = name.LastIndexOf('.') is >= 0 and var dot ? name.Substring(dot).ToLowerInvariant() : "";
        return extension switch
        {
            ".ps1" => new PowerShellStarter(),
            ".cmd" or ".bat" => new BatchStarter(isProgram: false),
            ".exe" => new BatchStarter(isProgram: true),
            _ => null,
        };
    }

    /// <summary>Why an argument cannot be passed; null when it can.</summary>
    public abstract string? Problem(string argument);

    /// <summary>The script.</summary>
    /// <param name="path">The other script, from the root of the revision. This one stands in a folder below that root.</param>
    /// <param name="arguments">Its arguments.</param>
    public abstract string Write(string path, IReadOnlyList<string> arguments);
}
