using System.Globalization;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5010: programs that run until they are stopped.</summary>
internal static class ShellEndless
{
    private static readonly string[] Names =
    [
        "tail", "journalctl", "docker", "docker-compose", "podman", "npm", "yarn", "pnpm", "node", "nodejs", "python", "python3", "flask", "uvicorn", "hypercorn", "gunicorn", "dotnet", "java",
    ];

    public static void NeverEnds(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            if (!hook.IsStarted) continue;
            foreach (var call in hook.Script.Calls)
            {
                if ((call.Wrappers & ShellWrappers.Timeout) != 0 || call.Node.IsPipedInto || Endless(hook, call) is not { } shown) continue;
                if (call.Node.IsInBackground || call.Node.IsInSubstitution || hook.HasHiddenOptions(call)) continue;
                report.AddIn(hook.File.File, Severity.Warning, hook.Range(call.Node), shown, hook.Timeout.ToString(CultureInfo.InvariantCulture), Advice(shown)).With(Detach(hook, call, shown));
            }
        }
    }

    private static string Advice(string shown) =>
        shown.EndsWith(" -f", StringComparison.Ordinal) ? "Remove it, or show the last lines without -f." : "Start it as a service or with -d.";

    private static Fix? Detach(ShellHook hook, ShellCall call, string shown)
    {
        if (shown is not ("docker run" or "docker compose up" or "docker-compose up")) return null;
        var verb = shown == "docker run" ? "run" : "up";
        for (var i = call.FirstArgument; i < call.End; i++)
        {
            if (hook.Script.Is(hook.Script.Words[i], verb)) return new Fix("Insert '-d'", [new TextChange(hook.Script.Words[i].End, 0, " -d")]);
        }

        return null;
    }

    /// <summary>How a program that does not end is called; null for others.</summary>
    private static string? Endless(ShellHook hook, ShellCall call)
    {
        if (Array.IndexOf(Names, call.Name) < 0) return null;
        var first = hook.FirstOperand(call);
        switch (call.Name)
        {
            case "tail":
                return hook.HasOption(call, "fF", "--follow", "--retry") && !hook.HasOption(call, "", "--pid") ? "tail -f" : null;
            case "journalctl":
                return hook.HasOption(call, "f", "--follow") ? "journalctl -f" : null;
            case "docker" or "docker-compose" or "podman":
                return Docker(hook, call);
            case "npm" or "yarn" or "pnpm":
                return first == "start" || (first == "run" && hook.Operands(call).Skip(1).FirstOrDefault() is "start" or "dev" or "serve") ? $"{call.Name} {(first == "run" ? "run " + hook.Operands(call).Skip(1).First() : first)}" : null;
            case "node" or "nodejs":
                return Stem(first) is "server" or "app" or "index" or "main" or "start" or "www" && !hook.HasOption(call, "vpeh", "--version", "--help", "--check") ? "node " + first : null;
            case "python" or "python3":
                return Python(hook, call);
            case "flask":
                return first == "run" ? "flask run" : null;
            case "uvicorn" or "hypercorn":
                return call.ArgumentCount > 0 && !hook.HasOption(call, "", "--version", "--help") ? call.Name : null;
            case "gunicorn":
                return call.ArgumentCount > 0 && !hook.HasOption(call, "D", "--daemon", "--version", "--help", "--check-config") && !ReadsConfiguration(hook, call) ? "gunicorn" : null;
            case "dotnet":
                return InApplicationStart(hook) && first.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && !first.EndsWith("ef.dll", StringComparison.OrdinalIgnoreCase) && !Once(hook, call) ? "dotnet " + first : null;
            case "java":
                return InApplicationStart(hook) && HasWord(hook, call, "-jar") && !HasWord(hook, call, "-version") && !Once(hook, call) ? "java -jar" : null;
            default:
                return null;
        }
    }

    private static string? Docker(ShellHook hook, ShellCall call)
    {
        var words = hook.Operands(call).ToList();
        var compose = call.Name == "docker-compose" || words.FirstOrDefault() == "compose";
        var name = call.Name == "docker-compose" ? call.Name : compose ? call.Name + " compose" : call.Name;
        if (compose)
        {
            if (words.Contains("up")) return hook.HasOption(call, "d", "--detach", "--wait", "--no-start", "--abort-on-container-exit", "--exit-code-from", "--abort-on-container-failure", "--help") ? null : name + " up";
            return words.Contains("logs") && FollowsAfter(hook, call, "logs") ? name + " logs -f" : null;
        }

        var verb = words.FirstOrDefault() is "container" ? words.ElementAtOrDefault(1) : words.FirstOrDefault();
        if (verb == "logs") return FollowsAfter(hook, call, "logs") ? name + " logs -f" : null;
        return verb == "run" && !hook.HasOption(call, "d", "--detach", "--rm", "--help") ? name + " run" : null;
    }

    private static bool FollowsAfter(ShellHook hook, ShellCall call, string verb)
    {
        var seen = false;
        for (var i = call.FirstArgument; i < call.End; i++)
        {
            var word = hook.Script.Words[i];
            if (seen && (hook.Script.Is(word, "-f") || hook.Script.Is(word, "--follow") || hook.Script.Is(word, "-tf") || hook.Script.Is(word, "-ft"))) return true;
            seen |= hook.Script.Is(word, verb);
        }

        return false;
    }

    private static string? Python(ShellHook hook, ShellCall call)
    {
        var words = hook.Operands(call).ToList();
        if (HasWord(hook, call, "-m") && words.FirstOrDefault() is "http.server" or "SimpleHTTPServer") return $"{call.Name} -m {words[0]}";
        return words.Count > 1 && words[0].EndsWith("manage.py", StringComparison.Ordinal) && words[1] == "runserver" ? "manage.py runserver" : null;
    }

    private static bool Once(ShellHook hook, ShellCall call) =>
        hook.FirstOperand(call).IndexOf("migrat", StringComparison.OrdinalIgnoreCase) >= 0 || hook.HasOption(call, "", "--version", "--help", "--migrate", "--once", "--daemon") || hook.Operands(call).Any(word => word is "migrate" or "migration" or "seed" or "healthcheck" or "--migrate");

    private static bool ReadsConfiguration(ShellHook hook, ShellCall call)
    {
        for (var i = call.FirstArgument; i < call.End; i++)
        {
            if (hook.Script.Is(hook.Script.Words[i], "-c") || hook.Script.Starts(hook.Script.Words[i], "--config")) return true;
        }

        return false;
    }

    private static bool HasWord(ShellHook hook, ShellCall call, string raw)
    {
        for (var i = call.FirstArgument; i < call.End; i++)
        {
            if (hook.Script.Is(hook.Script.Words[i], raw)) return true;
        }

        return false;
    }

    private static bool InApplicationStart(ShellHook hook) => hook.Uses.Any(use => use.Event == LifecycleEvents.ApplicationStart);

    private static string Stem(string path)
    {
        var name = path.Substring(path.LastIndexOf('/') + 1);
        foreach (var extension in new[] { ".js", ".mjs", ".cjs" })
        {
            if (name.EndsWith(extension, StringComparison.Ordinal)) return name.Substring(0, name.Length - extension.Length);
        }

        return name == "www" ? name : "";
    }
}
