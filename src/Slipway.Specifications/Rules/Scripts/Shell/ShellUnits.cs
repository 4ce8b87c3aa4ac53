using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts;
using Slipway.Specifications.Scripts.Shell;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5021: units that systemd does not know to be new.</summary>
internal static class ShellUnits
{
    private static readonly string[] Extensions = [".service", ".timer", ".socket", ".path"];

    public static void NoReload(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: true } || context.ShellHooks.Count == 0) return;
        var units = Units(context);
        if (units.Count == 0) return;
        foreach (var use in AfterInstall(context))
        {
            var hook = context.ShellHooks.FirstOrDefault(item => item.File.Path == use.Path);
            // What is not known may reload.
            if (hook is null || !hook.Script.IsWhole) return;
            foreach (var call in hook.Script.Calls)
            {
                if (Reloads(hook, call)) return;
                if (Started(hook, call, units) is not { } unit) continue;
                var sudo = (call.Wrappers & ShellWrappers.Sudo) != 0 ? "sudo " : "";
                var line = hook.LineStart(call.Node.Start);
                var indent = hook.File.Text.Substring(line, call.Node.Start - line);
                report.AddIn(hook.File.File, Severity.Warning, hook.Range(call.Node), unit)
                    .With(hook.BeginsLine(call.Node.Start) ? new Fix("Insert 'systemctl daemon-reload'", [new TextChange(line, 0, $"{indent}{sudo}systemctl daemon-reload\n")]) : null)
                    .See(context.Inputs.File, units[unit].Range, "This mapping replaces the unit.");
                return;
            }
        }
    }

    /// <summary>The unit files that the revision brings, with the source that brings them.</summary>
    private static Dictionary<string, YamlNode> Units(RuleContext context)
    {
        var units = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var item in context.AppSpec!.Files)
        {
            if (item.Find("source")?.Value is not { } node || AppSpecView.Text(node) is not { } source || AppSpecView.Text(item.Find("destination")?.Value) is not { } destination) continue;
            if (RevisionListing.Normalize(destination) is not ("etc/systemd/system" or "lib/systemd/system" or "usr/lib/systemd/system") || RevisionListing.Normalize(source) is not { } path) continue;
            if (IsUnit(path)) units[path.Substring(path.LastIndexOf('/') + 1)] = node;
            else if (context.Listing is { } listing && listing.IsDirectory(path))
            {
                var start = path.Length == 0 ? 0 : path.Length + 1;
                foreach (var file in listing.Below(path))
                {
                    if (file.IndexOf('/', start) < 0 && IsUnit(file)) units[file.Substring(start)] = node;
                }
            }
        }

        return units;
    }

    private static bool IsUnit(string path) => Array.Exists(Extensions, extension => path.EndsWith(extension, StringComparison.Ordinal));

    /// <summary>The entries that run after the files are in place, in the order in which they run.</summary>
    private static IEnumerable<ScriptUse> AfterInstall(RuleContext context)
    {
        var installed = false;
        foreach (var name in LifecycleEvents.InOrder)
        {
            installed |= name == LifecycleEvents.Install;
            if (!installed) continue;
            foreach (var use in context.Uses.All)
            {
                if (use.Event == name) yield return use;
            }
        }
    }

    /// <summary>Commands behind which systemd has read its files again; enable and its relatives do so too.</summary>
    private static bool Reloads(ShellHook hook, ShellCall call)
    {
        if (call.Name.StartsWith("ansible", StringComparison.Ordinal) || call.Name is "." or "source" or "eval") return true;
        return call.Name == "systemctl" && hook.FirstOperand(call) is "daemon-reload" or "daemon-reexec" or "enable" or "disable" or "reenable" or "preset" or "link" or "mask" or "unmask";
    }

    private static string? Started(ShellHook hook, ShellCall call, Dictionary<string, YamlNode> units)
    {
        var words = hook.Operands(call).ToList();
        if (call.Name == "systemctl" && words.FirstOrDefault() is "start" or "restart" or "reload-or-restart" or "try-restart" or "reload-or-try-restart")
        {
            return words.Skip(1).Select(word => Known(word, units)).FirstOrDefault(unit => unit is not null);
        }

        return call.Name == "service" && words.Count > 1 && words[1] is "start" or "restart" ? Known(words[0], units) : null;
    }

    private static string? Known(string word, Dictionary<string, YamlNode> units) => units.ContainsKey(word) ? word : units.ContainsKey(word + ".service") ? word + ".service" : null;
}
