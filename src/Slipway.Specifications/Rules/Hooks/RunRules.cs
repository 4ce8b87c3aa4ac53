using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Hooks;

/// <summary>SLW1015, SLW4007, SLW4008, SLW4009 and SLW4011: as whom, how long and on which system scripts run.</summary>
internal static class RunRules
{
    private const int LongestEvent = 3600;

    private static readonly string[] UsualAccounts = ["root", "ec2-user", "ubuntu", "admin", "centos", "debian", "www-data", "nginx", "apache"];

    private static readonly string[] ScriptExtensions = [".sh", ".bash", ".py", ".rb", ".pl", ".cs", ".ps1", ".bat", ".cmd"];

    private static readonly string[] DataExtensions = [".json", ".yml", ".yaml", ".xml", ".txt", ".md", ".service", ".dll", ".jar", ".zip"];

    public static void OtherRuntime(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { Os: { } os } spec || context.Inputs.Properties is not { } properties) return;
        // A library runs wherever its program does.
        if (context.Property("OutputType") == "Library") return;
        var runtime = Property(properties, "RuntimeIdentifier") ?? Property(properties, "RuntimeIdentifiers");
        if (runtime is null || runtime.IndexOf(';') >= 0) return;
        var family = runtime.StartsWith("win", StringComparison.Ordinal) ? "windows" : runtime.StartsWith("linux", StringComparison.Ordinal) ? "linux"
            : runtime.StartsWith("osx", StringComparison.Ordinal) ? "osx" : null;
        if (family is null || family == os) return;
        if (spec.Root.Find("os")!.Value is not YamlScalar scalar) return;
        report.Add(scalar.Range, runtime, os, family == "osx" ? os : family).With($"Write {family}", family == "osx" ? null : DocumentEdits.ReplaceText(scalar, family));
    }

    private static string? Property(IReadOnlyDictionary<string, string> properties, string name) =>
        properties.TryGetValue(name, out var value) && value.Trim(';', ' ').Length > 0 ? value.Trim(';', ' ') : null;

    public static void EventTooLong(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec) return;
        foreach (var item in spec.Events)
        {
            long total = 0;
            foreach (var script in item.Scripts)
            {
                if (script.Find("timeout")?.Value is not YamlScalar scalar || ScalarValue.Of(scalar) is not RubyInteger { Value: var seconds } || seconds.Sign <= 0) continue;
                var before = total;
                total += seconds > int.MaxValue ? int.MaxValue : (long)seconds;
                if (before > LongestEvent || total <= LongestEvent || !context.Claim(scalar)) continue;
                report.Add(scalar.Range, $"'{item.Name}'", total.ToString(CultureInfo.InvariantCulture))
                    .With("Write 3600", before == 0 && scalar is { IsQuoted: false, Tag: null } ? DocumentEdits.Replace(scalar.Range, "3600") : null);
            }
        }
    }

    public static void RunAsOnWindows(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { Os: "windows" } spec) return;
        foreach (var script in spec.Scripts)
        {
            if (script.Find("runas") is { } entry && !AppSpecView.IsNull(entry.Value)) report.Add(entry.Key.Range).With("Remove runas", context.Edits.Delete(script, entry));
        }
    }

    public static void RunAsNoAccount(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: true } spec) return;
        foreach (var script in spec.Scripts)
        {
            if (script.Find("runas") is not { Value: YamlScalar scalar } entry || context.IsClaimed(scalar) || ScalarValue.Of(scalar) is not { } value || value is RubyNil) continue;
            var name = RubyText.Strip(value.Text);
            if (name.Length == 0)
            {
                if (context.Claim(scalar)) report.Add(AppSpecView.PlaceOf(entry), name, "is no account: agent 1.8 runs the script as root", "write the name or remove the key");
            }
            else if (!IsAccountName(name))
            {
                if (context.Claim(scalar)) report.Add(AppSpecView.PlaceOf(entry), name, "is not an account name, and goes to su as it stands", "write the name of an account of the host");
            }
            else if (Array.IndexOf(UsualAccounts, name) < 0 && Array.Find(UsualAccounts, usual => NearestName.IsOneOff(name, usual)) is { } near && context.Claim(scalar))
            {
                report.Add(Severity.Warning, AppSpecView.PlaceOf(entry), name, $"is one letter away from '{near}'", "the script fails when there is no such account").With($"Write {near}", DocumentEdits.ReplaceText(scalar, near));
            }
        }
    }

    private static bool IsAccountName(string name)
    {
        if (!(name[0] is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '_')) return false;
        var end = name[name.Length - 1] == '$' ? name.Length - 1 : name.Length;
        for (var i = 1; i < end; i++)
        {
            if (!(name[i] is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '.' or '-')) return false;
        }

        return true;
    }

    public static void CannotBeStarted(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { Os: { } os }) return;
        foreach (var (scalar, text, _) in LocationRules.Locations(context))
        {
            if (context.IsClaimed(scalar) || RevisionListing.Normalize(text, os == "windows") is not { Length: > 0 } path) continue;
            var name = path.Substring(path.LastIndexOf('/') + 1);
            var extension = name.LastIndexOf('.') is > 0 and var dot ? name.Substring(dot).ToLowerInvariant() : "";
            var reason = context.Listing?.IsDirectory(path) == true ? "it is a directory"
                : Array.IndexOf(DataExtensions, extension) >= 0 ? "it is a data file"
                : IsBinary(context, extension, path) ? "it is named like a script and holds binary data"
                : os == "windows" ? ReasonOnWindows(extension) : ReasonOnLinux(context, extension, path);
            if (reason is null || !context.Claim(scalar)) continue;
            var last = scalar.Value.LastIndexOf(name, StringComparison.Ordinal);
            var place = last < 0 ? scalar.Range : ScalarPart.Of(context, scalar, last + name.Length - extension.Length, extension.Length > 0 ? extension.Length : name.Length);
            if (last >= 0 && extension.Length == 0) place = ScalarPart.Of(context, scalar, last, name.Length);
            report.Add(place, os == "windows" ? "Windows" : "Linux", name, reason, os == "windows" ? "a .ps1, .bat, .cmd or .exe file" : "a script with a shebang");
        }
    }

    /// <summary>Binary data in a script: neither a text in UTF-16 nor, whatever its name, a program nor a script that carries its data with it.</summary>
    private static bool IsBinary(RuleContext context, string extension, string path)
    {
        if (Array.IndexOf(ScriptExtensions, extension) < 0 || context.Inputs.Scripts?.FirstOrDefault(item => item.Path == path) is not { IsBinary: true } script) return false;
        var bytes = script.Content;
        var isWide = bytes.Length > 1 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF));
        var isScript = bytes.Length > 1 && bytes[0] == '#' && bytes[1] == '!';
        var isProgram = bytes.Length > 3 && bytes[0] == 0x7F && bytes[1] == 'E' && bytes[2] == 'L' && bytes[3] == 'F';
        return !isWide && !isScript && !isProgram;
    }

    private static string? ReasonOnWindows(string extension) => extension is ".ps1" or ".bat" or ".cmd" or ".exe" ? null
        : extension is "" or ".sh" or ".py" or ".rb" or ".pl" or ".cs" ? "it is no program there" : null;

    private static string? ReasonOnLinux(RuleContext context, string extension, string path)
    {
        if (extension is ".bat" or ".cmd" or ".exe" or ".msi") return "it is a program for Windows";
        if (extension != ".ps1") return null;
        var script = context.Inputs.Scripts?.FirstOrDefault(item => item.Path == path);
        return script is null || (script.Content.Length > 1 && script.Content[0] == '#' && script.Content[1] == '!') ? null : "without a pwsh shebang it is run by sh";
    }
}
