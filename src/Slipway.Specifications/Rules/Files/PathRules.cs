using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules.Hooks;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Files;

/// <summary>SLW2003, SLW2004, SLW2010 and SLW2014: where sources and destinations point.</summary>
internal static class PathRules
{
    private static readonly string[] SharedFolders = ["tmp", "var/tmp", "dev/shm"];

    public static void SourceOutside(RuleContext context, RuleReport report)
    {
        foreach (var (scalar, text) in Values(context, "source"))
        {
            var linux = context.AppSpec!.IsLinux;
            var outside = RevisionListing.Normalize(text, !linux) is null || text[0] == '~' || text.Contains("://") || HasDrive(text) || text.StartsWith("\\\\", StringComparison.Ordinal);
            if (outside && context.Claim(scalar)) report.Add(scalar.Range, text);
        }
    }

    public static void DestinationNotAbsolute(RuleContext context, RuleReport report)
    {
        foreach (var (scalar, text) in Values(context, "destination"))
        {
            var linux = context.AppSpec!.IsLinux;
            // A path of the other system is reported as such.
            if (linux ? HasDrive(text) || text.IndexOf('\\') >= 0 : text[0] is '/' or '\\') continue;
            var absolute = linux ? text[0] == '/' : HasDrive(text) && text.Length > 2 && text[2] is '\\' or '/';
            var variable = VariableIn(text);
            if ((absolute && variable is null) || !context.Claim(scalar)) continue;
            if (variable is not null) report.Add(ScalarPart.Of(context, scalar, text.IndexOf(variable, StringComparison.Ordinal), variable.Length), text, $"holds '{variable}', which nothing replaces", "a directory of that literal name");
            else report.Add(scalar.Range, text, "is not an absolute path", "the working directory of the agent");
        }
    }

    private static string? VariableIn(string text)
    {
        if (text.StartsWith("~/", StringComparison.Ordinal) || text == "~") return "~";
        var dollar = text.IndexOf('$');
        if (dollar >= 0 && dollar + 1 < text.Length && (text[dollar + 1] is '{' or '(' or '_' || char.IsLetter(text[dollar + 1]))) return text.Substring(dollar, End(text, dollar + 1) - dollar);
        var percent = text.IndexOf('%');
        var close = percent < 0 ? -1 : text.IndexOf('%', percent + 1);
        return close > percent + 1 && text.Substring(percent + 1, close - percent - 1).All(c => char.IsLetterOrDigit(c) || c == '_') ? text.Substring(percent, close - percent + 1) : null;
    }

    private static int End(string text, int from)
    {
        while (from < text.Length && (char.IsLetterOrDigit(text[from]) || text[from] is '_' or '{' or '}' or '(' or ')' or ':')) from++;
        return from;
    }

    public static void OtherSystem(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { Os: not null } spec) return;
        if (spec.IsLinux)
        {
            foreach (var (scalar, text) in Values(context, "destination").Where(item => HasDrive(item.Text) || item.Text.IndexOf('\\') >= 0))
            {
                if (context.Claim(scalar)) report.Add(scalar.Range, text, "Windows", "linux", "it would become a directory of that literal name", ToLinux(text));
            }

            foreach (var item in spec.Permissions)
            {
                if (item.Find("object")?.Value is not YamlScalar scalar || AppSpecView.Text(scalar) is not { } text || !(HasDrive(text) || text.IndexOf('\\') >= 0)) continue;
                if (context.Claim(scalar)) report.Add(scalar.Range, text, "Windows", "linux", "nothing is installed there, so the entry has no effect", ToLinux(text));
            }

            var inside = Values(context, "source").Concat(LocationRules.Locations(context).Select(item => (item.Scalar, item.Text)));
            foreach (var (scalar, text) in inside.Where(item => item.Text.IndexOf('\\') >= 0))
            {
                if (context.Listing is { } listing && RevisionListing.Normalize(text) is { } path && listing.Exists(path)) continue;
                if (HasDrive(text) || !context.Claim(scalar)) continue;
                var meant = text.Replace('\\', '/');
                report.Add(scalar.Range, text, "Windows", "linux", "the backslash would be part of the name", meant).With($"Write '{meant}'", DocumentEdits.ReplaceText(scalar, meant));
            }

            return;
        }

        foreach (var (scalar, text) in Values(context, "destination").Where(item => item.Text[0] == '/' || (item.Text[0] == '\\' && !item.Text.StartsWith("\\\\", StringComparison.Ordinal))))
        {
            if (context.Claim(scalar)) report.Add(Severity.Warning, scalar.Range, text, text[0] == '/' ? "Linux" : "drive-relative", "windows", "it depends on the drive of the agent", "C:" + text.Replace('/', '\\'));
        }
    }

    private static string ToLinux(string text)
    {
        var path = (HasDrive(text) ? text.Substring(2) : text).Replace('\\', '/');
        return path.StartsWith("/", StringComparison.Ordinal) ? path : "/" + path;
    }

    public static void WritableByEverybody(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: true }) return;
        foreach (var (scalar, text) in Values(context, "destination"))
        {
            if (text[0] != '/' || RevisionListing.Normalize(text) is not { } path || context.IsClaimed(scalar)) continue;
            var shared = SharedFolders.Any(folder => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal));
            if (shared && context.Claim(scalar)) report.Add(scalar.Range, text);
        }
    }

    internal static bool HasDrive(string text) => text.Length > 1 && text[1] == ':' && text[0] is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');

    /// <summary>The texts under a key of the items of files, as far as no other rule reported them.</summary>
    private static IEnumerable<(YamlScalar Scalar, string Text)> Values(RuleContext context, string key)
    {
        if (context.AppSpec is not { } spec) yield break;
        foreach (var item in spec.Files)
        {
            if (item.Find(key)?.Value is YamlScalar scalar && ScalarValue.Of(scalar) is Ruby.RubyString { Value.Length: > 0 } value && !context.IsClaimed(scalar)) yield return (scalar, value.Value);
        }
    }
}
