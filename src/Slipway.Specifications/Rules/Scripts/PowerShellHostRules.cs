using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.PowerShell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5102, SLW5103 and SLW5104: what the Windows PowerShell that the agent starts cannot do.</summary>
internal static class PowerShellHostRules
{
    private static readonly string[] Modules = ["WebAdministration", "IISAdministration", "ServerManager"];

    private static readonly HashSet<string> Features = new(StringComparer.OrdinalIgnoreCase)
    {
        "Get-WindowsFeature", "Install-WindowsFeature", "Add-WindowsFeature", "Uninstall-WindowsFeature", "Remove-WindowsFeature",
    };

    /// <summary>What cmdlets of the modules for IIS are about; PowerShell loads the module when one is called.</summary>
    private static readonly string[] Nouns =
    [
        "-WebAppPool", "-WebAppPoolState", "-Website", "-WebsiteState", "-WebBinding", "-WebApplication", "-WebVirtualDirectory", "-WebConfigurationProperty", "-WebConfiguration",
        "-WebGlobalModule", "-IISSite", "-IISAppPool", "-IISSiteBinding",
    ];

    private static readonly HashSet<string> Writers = new(StringComparer.OrdinalIgnoreCase)
    {
        "New-Item", "ni", "Set-Item", "Remove-Item", "ri", "New-ItemProperty", "Set-ItemProperty", "sp", "Remove-ItemProperty", "rp", "Rename-ItemProperty", "Copy-Item", "Move-Item",
    };

    public static void Needs64Bit(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.WindowsPowerShell(context))
        {
            if (FirstUse(script) is not { } use || IsAware(script)) continue;
            var reported = report.AddIn(file.File, report.DefaultSeverity, file.Range(use.At, use.Length), script.Text.Substring(use.At, use.Length), use.Effect);
            var fix = PowerShellPlaces.AtTop(script, "if ($env:PROCESSOR_ARCHITEW6432) {",
                "  & \"$env:windir\\sysnative\\WindowsPowerShell\\v1.0\\powershell.exe\" -NoProfile -ExecutionPolicy Bypass -File $PSCommandPath", "  exit $LASTEXITCODE", "}");
            if (fix is { } change && change.NewText.EndsWith("\n", StringComparison.Ordinal)) reported.With("Restart the script in 64-bit PowerShell", change);
        }
    }

    private static bool IsAware(PowerShellScript script) =>
        script.IndexOf("sysnative") >= 0 || script.IndexOf("Is64BitProcess") >= 0 || script.IndexOf("PROCESSOR_ARCHITEW6432") >= 0;

    private static (int At, int Length, string Effect)? FirstUse(PowerShellScript script)
    {
        var best = (At: int.MaxValue, Length: 0, Effect: "");
        void Take(int at, int length, string effect)
        {
            if (at >= 0 && at < best.At) best = (at, length, effect);
        }

        foreach (var command in script.Commands)
        {
            if (command.Start > best.At) break;
            if (script.Program(command) is not { } name) continue;
            if (name.Equals("Import-Module", StringComparison.OrdinalIgnoreCase) || name.Equals("ipmo", StringComparison.OrdinalIgnoreCase)) TakeModule(script, command, Take);
            else if (Features.Contains(name) || IsOfModule(name)) Take(script.Words[command.FirstWord].Start, name.Length, "is not found");
            else if (Writers.Contains(name)) TakeRegistry(script, command, Take);
        }

        Take(script.IndexOf("IIS:\\"), 5, "does not exist");
        var folder = script.IndexOf("\\System32\\inetsrv");
        if (folder >= 0) Take(PathStart(script.Text, folder), folder + 17 - PathStart(script.Text, folder), "is redirected to SysWOW64");
        return best.At == int.MaxValue ? null : best;
    }

    private static bool IsOfModule(string name)
    {
        var dash = name.IndexOf('-');
        return dash > 0 && Array.Exists(Nouns, noun => noun.Length == name.Length - dash && name.EndsWith(noun, StringComparison.OrdinalIgnoreCase));
    }

    private static void TakeModule(PowerShellScript script, in PowerShellCommand command, Action<int, int, string> take)
    {
        for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++)
        {
            var word = script.Words[i];
            if (word.Kind is not (PowerShellWordKind.Bare or PowerShellWordKind.Quoted) || script.Value(word) is not { } value) continue;
            foreach (var module in Modules)
            {
                if (!value.Equals(module, StringComparison.OrdinalIgnoreCase)) continue;
                var inner = script.Text.IndexOf(value, word.Start, word.Length, StringComparison.Ordinal);
                take(inner, value.Length, "cannot be loaded");
            }
        }
    }

    /// <summary>Writing below HKLM:\SOFTWARE, which 32-bit programs see elsewhere.</summary>
    private static void TakeRegistry(PowerShellScript script, in PowerShellCommand command, Action<int, int, string> take)
    {
        for (var i = command.FirstWord + 1; i < command.FirstWord + command.WordCount; i++)
        {
            var word = script.Words[i];
            if (word.Kind is not (PowerShellWordKind.Bare or PowerShellWordKind.Quoted)) continue;
            var value = script.Unquoted(word).Replace('/', '\\');
            if (value.IndexOf("WOW6432Node", StringComparison.OrdinalIgnoreCase) >= 0) continue;
            var isBelow = value.StartsWith("HKLM:\\SOFTWARE", StringComparison.OrdinalIgnoreCase) || value.StartsWith("HKLM:SOFTWARE", StringComparison.OrdinalIgnoreCase)
                || value.IndexOf("HKEY_LOCAL_MACHINE\\SOFTWARE", StringComparison.OrdinalIgnoreCase) >= 0;
            if (isBelow) take(word.Start, word.Length, "leads to SOFTWARE\\WOW6432Node");
        }
    }

    private static int PathStart(string text, int at)
    {
        while (at > 0 && text[at - 1] is not (' ' or '\t' or '"' or '\'' or '\n' or '\r' or '(' or '=' or ',' or '{')) at--;
        return at;
    }

    /// <summary>Letters that Windows PowerShell takes for others because nothing says that the file is UTF-8.</summary>
    public static void LettersMisread(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.WindowsPowerShell(context))
        {
            if (file.HasByteOrderMark) continue;
            var text = script.Text;
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] < '\u0080' || script.IsComment(i)) continue;

                // What is no UTF-8 was saved in the code page of the host.
                if (text.IndexOf('\uFFFD') >= 0) break;
                var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                report.AddIn(file.File, report.DefaultSeverity, file.Range(i, length), text.Substring(i, length))
                    .With(new Fix("Save as UTF-8 with byte order mark", [], FixEncoding.Utf8WithMark));
                break;
            }
        }
    }

    /// <summary>Operators and blocks that only PowerShell 7 reads.</summary>
    public static void Version7(RuleContext context, RuleReport report)
    {
        foreach (var (file, script) in WindowsScripts.WindowsPowerShell(context))
        {
            if (IsFor7(script)) continue;
            foreach (var found in script.Version7)
            {
                var written = script.Text.Substring(found.Start, found.Length);
                report.AddIn(file.File, report.DefaultSeverity, file.Range(found.Start, found.Length), written, Advice(written));
            }

            foreach (var command in script.Commands)
            {
                if (!script.IsCalled(command, "ForEach-Object") && !script.IsCalled(command, "foreach") && !script.IsCalled(command, "%")) continue;
                var index = script.Parameter(command, "-Parallel", 4);
                if (index < 0) continue;
                var word = script.Words[index];
                report.AddIn(file.File, report.DefaultSeverity, file.Range(word.Start, word.Length), script.Text.Substring(word.Start, word.Length), "Use a loop, or Start-Job.");
            }

            foreach (var statement in script.Statements)
            {
                if (statement.Keyword != PowerShellKeyword.Clean || script.Blocks[statement.Block].Kind is not (PowerShellBlockKind.Function or PowerShellBlockKind.Script)) continue;
                report.AddIn(file.File, report.DefaultSeverity, file.Range(statement.Start, 5), "clean", "Use try and finally.");
            }
        }
    }

    private static string Advice(string written) => written switch
    {
        "&&" or "||" => "Write the second command into an if that tests $? or $LASTEXITCODE.",
        "??" or "??=" => "Compare with $null in an if.",
        "?." or "?[" => "Test for $null before.",
        _ => "Use if and else.",
    };

    /// <summary>The script demands version 7 and starts it itself.</summary>
    private static bool IsFor7(PowerShellScript script)
    {
        foreach (var comment in script.Comments)
        {
            var text = script.Text.Substring(comment.Start, Math.Min(comment.Length, 60));
            if (!text.StartsWith("#Requires", StringComparison.OrdinalIgnoreCase) || text.IndexOf("-Version 7", StringComparison.OrdinalIgnoreCase) < 0) continue;
            return script.IndexOf("pwsh") >= 0;
        }

        return false;
    }
}
