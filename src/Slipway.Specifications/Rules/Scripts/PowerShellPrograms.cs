using Slipway.Specifications.Scripts.PowerShell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>What commands of a PowerShell script are: cmdlets that can fail, programs that only report an exit code, and others.</summary>
internal static class PowerShellPrograms
{
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "write-host", "write-output", "write-verbose", "write-debug", "write-information", "write-warning", "write-progress", "write", "echo",
        "set-strictmode", "start-transcript", "stop-transcript", "start-sleep", "sleep", "get-date", "set-variable", "clear-host", "cls",
        "out-null", "out-default", "out-string", "where-object", "where", "?", "foreach-object", "foreach", "%", "select-object", "select",
        "sort-object", "sort", "format-table", "ft", "format-list", "fl", "measure-object", "tee-object", "tee", "test-path", "join-path", "split-path", "exit",
    };

    private static readonly HashSet<string> Native = new(StringComparer.Ordinal)
    {
        "dotnet", "msiexec", "net", "net1", "appcmd", "robocopy", "xcopy", "choco", "nssm", "icacls", "npm", "npx", "yarn", "pnpm", "node", "git", "nuget", "msbuild",
        "iisreset", "aws", "docker", "docker-compose", "python", "pip", "java", "netsh", "schtasks", "takeown", "dism", "wusa", "sqlcmd", "sqlpackage", "7z", "msdeploy",
        "certutil", "regsvr32", "pm2", "cmd", "winget",
    };

    /// <summary>Programs whose exit code nobody needs, and PowerShell itself, which relaunch blocks start.</summary>
    private static readonly HashSet<string> Unimportant = new(StringComparer.Ordinal)
    {
        "powershell", "pwsh", "whoami", "hostname", "ipconfig", "ping", "where", "tasklist", "taskkill", "systeminfo", "timeout", "nslookup", "notepad", "explorer", "chcp",
    };

    /// <summary>Whether a failure of the command could go unnoticed.</summary>
    public static bool CanFail(PowerShellScript script, in PowerShellCommand command)
    {
        var program = script.Program(command);
        return program is null ? command.Call != '\0' : !Harmless.Contains(program) && program is not ("powershell" or "pwsh");
    }

    /// <summary>The name of a program that is no part of PowerShell and whose exit code matters; null for everything else.</summary>
    public static string? NativeName(PowerShellScript script, in PowerShellCommand command)
    {
        var program = script.Program(command);
        if (program is null || Unimportant.Contains(program)) return null;
        var word = script.Words[command.FirstWord];
        var isExecutable = script.Unquoted(word).EndsWith(".exe", StringComparison.OrdinalIgnoreCase);
        if (isExecutable) return program == "sc" ? "sc.exe" : program;
        return Native.Contains(program) ? program : null;
    }

    /// <summary>The value of <c>-ErrorAction</c>; null without it, empty when it is computed.</summary>
    public static string? ErrorAction(PowerShellScript script, in PowerShellCommand command)
    {
        var index = script.Parameter(command, "-ErrorAction", 7);
        if (index < 0) index = script.Parameter(command, "-EA", 3);
        if (index < 0) return null;
        return index + 1 < command.FirstWord + command.WordCount ? script.Value(script.Words[index + 1]) ?? "" : "";
    }
}
