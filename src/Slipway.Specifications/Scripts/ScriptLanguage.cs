using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Scripts;

/// <summary>What a hook script is written in.</summary>
internal enum ScriptLanguage
{
    /// <summary>Another language than those that have rules.</summary>
    Unknown,

    /// <summary>sh, bash or dash; also what a Linux host takes a text without a shebang for.</summary>
    Shell,

    /// <summary>Python.</summary>
    Python,

    /// <summary>Perl.</summary>
    Perl,

    /// <summary>Ruby.</summary>
    Ruby,

    /// <summary>PowerShell, Windows PowerShell or pwsh.</summary>
    PowerShell,

    /// <summary>A batch file.</summary>
    Batch,

    /// <summary>A C# file that dotnet runs.</summary>
    CSharp,

    /// <summary>No text: a compiled program.</summary>
    Binary,
}

/// <summary>Tells the language of a script: by its shebang, else by its extension, else it is what sh would be given.</summary>
internal static class ScriptLanguages
{
    public static ScriptLanguage Of(ScriptFile script)
    {
        if (script.IsBinary) return ScriptLanguage.Binary;
        if (Shebang.Of(script.Text) is { Program.Length: > 0 } shebang) return OfProgram(shebang.Program);
        return script.Extension switch
        {
            ".py" => ScriptLanguage.Python,
            ".pl" => ScriptLanguage.Perl,
            ".rb" => ScriptLanguage.Ruby,
            ".ps1" or ".psm1" => ScriptLanguage.PowerShell,
            ".bat" or ".cmd" => ScriptLanguage.Batch,
            ".cs" => ScriptLanguage.CSharp,
            ".js" or ".mjs" or ".php" or ".awk" or ".zsh" or ".fish" or ".exe" or ".msi" => ScriptLanguage.Unknown,
            _ => ScriptLanguage.Shell,
        };
    }

    private static ScriptLanguage OfProgram(string program) => program switch
    {
        "sh" or "bash" or "dash" or "ash" => ScriptLanguage.Shell,
        "pwsh" or "powershell" => ScriptLanguage.PowerShell,
        "dotnet" => ScriptLanguage.CSharp,
        _ when program.StartsWith("python", StringComparison.Ordinal) => ScriptLanguage.Python,
        _ when program.StartsWith("perl", StringComparison.Ordinal) => ScriptLanguage.Perl,
        _ when program.StartsWith("ruby", StringComparison.Ordinal) => ScriptLanguage.Ruby,
        _ => ScriptLanguage.Unknown,
    };
}
