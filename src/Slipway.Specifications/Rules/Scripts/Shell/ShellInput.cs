using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5011 and SLW5012: commands that ask somebody.</summary>
internal static class ShellInput
{
    private static readonly string[] WithoutPassword = ["root", "ec2-user", "ubuntu", "admin", "centos", "fedora", "rocky"];

    public static void WaitsForInput(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            foreach (var node in hook.Script.Nodes)
            {
                if (node.Kind == ShellNodeKind.Select && !HasInput(hook, node))
                {
                    report.AddIn(hook.File.File, Severity.Warning, hook.File.Range(node.Start, "select".Length), "select", "it finds the end of the input at once");
                }
            }

            foreach (var call in hook.Script.Calls)
            {
                if (Asks(hook, call) is not { } question || HasInput(hook, call.Node)) continue;
                report.AddIn(hook.File.File, Severity.Warning, hook.Range(hook.Script.Words[call.NameWord]), call.Name, question).With(Assume(hook, call));
            }
        }
    }

    public static void SudoPassword(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            if (!hook.IsStarted || hook.Uses.Any(use => use.RunAs is null || IsTrusted(context, use.RunAs))) continue;
            foreach (var call in hook.Script.Calls)
            {
                if ((call.Wrappers & ShellWrappers.Sudo) == 0 && call.Name != "sudo") continue;
                var word = SudoWord(hook, call);
                if (word is null) continue;
                report.AddIn(hook.File.File, Severity.Warning, hook.Range(word.Value), hook.Uses[0].RunAs!);
                break;
            }
        }
    }

    private static bool IsTrusted(RuleContext context, string account) =>
        Array.IndexOf(WithoutPassword, account) >= 0 || (context.Property("SlipwaySudoAccounts") is { } list && list.Split([';', ','], StringSplitOptions.RemoveEmptyEntries).Any(item => item.Trim() == account));

    /// <summary>The word <c>sudo</c>; null where it has <c>-n</c>.</summary>
    private static ShellWord? SudoWord(ShellHook hook, ShellCall call)
    {
        ShellWord? found = null;
        for (var i = call.Node.FirstWord; i <= call.NameWord; i++)
        {
            var word = hook.Script.Words[i];
            if (found is null && (hook.Script.Is(word, "sudo") || hook.Script.Is(word, "/usr/bin/sudo"))) found = word;
            else if (found is not null && hook.Script.Is(word, "--non-interactive")) return null;
            else if (found is not null && hook.Script.Text[word.Start] == '-' && hook.Script.Text[word.Start + 1] != '-' && hook.Script.Contains(word, "n")) return null;
        }

        return found;
    }

    /// <summary>Whether its input is redirected or piped: here, around it, by the caller of its function, or by an earlier exec.</summary>
    private static bool HasInput(ShellHook hook, ShellNode node) =>
        node.Start > hook.InputFrom || hook.HasInput(node) || node.IsWithin(ShellNodeKind.Function);

    /// <summary>Why a command asks; null where it does not.</summary>
    private static string? Asks(ShellHook hook, ShellCall call)
    {
        switch (call.Name)
        {
            case "read":
                return hook.HasOption(call, "u") ? null : "it finds the end of the input at once";
            case "passwd":
                return hook.HasOption(call, "ludeSxi", "--stdin", "--lock", "--unlock", "--delete", "--expire", "--status") ? null : "it reads the password from a terminal";
            case "vi" or "vim" or "nano" or "mysql_secure_installation":
                return "it is made for a terminal";
            case "less" or "more":
                return call.Node.IsPipedInto ? null : "it is made for a terminal";
            case "top":
                return hook.HasOption(call, "b", "--batch-mode") ? null : "it is made for a terminal";
            case "ssh-keygen":
                return hook.HasOption(call, "NlyRFrieBLAHQ") ? null : "it wants a passphrase";
            default:
                return Verb(hook, call) is not null && !hook.HasHiddenOptions(call) && !IsAnswered(hook, call) ? "it wants to be confirmed" : null;
        }
    }

    /// <summary>The word behind which an answer can be given; null where the command does not ask.</summary>
    private static ShellWord? Verb(ShellHook hook, ShellCall call)
    {
        if (call.Name is "add-apt-repository" or "apt-add-repository") return hook.Script.Words[call.NameWord];
        if (call.Name is not ("apt-get" or "apt" or "aptitude" or "yum" or "dnf" or "zypper" or "pip" or "pip3")) return null;
        for (var i = call.FirstArgument; i < call.End; i++)
        {
            var word = hook.Script.Words[i];
            if (hook.Script.Text[word.Start] == '-') continue;
            var verb = hook.Script.Shown(word);
            var asks = call.Name is "pip" or "pip3" ? verb == "uninstall"
                : verb is "install" or "upgrade" or "remove" or "reinstall" or "autoremove" || call.Name switch
                {
                    "yum" or "dnf" => verb is "update" or "erase" or "localinstall" or "groupinstall" or "downgrade",
                    "zypper" => verb is "update" or "in" or "rm" or "up" or "dup",
                    _ => verb is "purge" or "dist-upgrade" or "full-upgrade",
                };
            return asks ? call.Name == "zypper" ? hook.Script.Words[call.NameWord] : word : null;
        }

        return null;
    }

    private static bool IsAnswered(ShellHook hook, ShellCall call)
    {
        if (call.Name == "zypper" && hook.HasOption(call, "n", "--non-interactive")) return true;
        if (hook.HasOption(call, "y", "--yes", "--assume-yes", "--assumeyes", "--force-yes", "--help", "--version", "--simulate", "--dry-run", "--just-print", "--no-act", "--assumeno", "--assume-no")) return true;
        for (var i = call.FirstArgument; i < call.End; i++)
        {
            var word = hook.Script.Words[i];
            if (hook.Script.Is(word, "-qq") || hook.Script.Contains(word, "ssume-Yes") || hook.Script.Contains(word, "ssumeyes") || hook.Script.Is(word, "-q=2")) return true;
        }

        return false;
    }

    private static Fix? Assume(ShellHook hook, ShellCall call)
    {
        if (Verb(hook, call) is not { } verb) return null;
        var option = call.Name == "zypper" ? " -n" : " -y";
        return new Fix($"Insert '{option.Trim()}'", [new TextChange(verb.End, 0, option)]);
    }
}
