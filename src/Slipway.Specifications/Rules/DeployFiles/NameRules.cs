using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules.Functions;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>SLW7004 and SLW7005: names of applications, groups, configurations, triggers and instances.</summary>
internal static class NameRules
{
    private const int LongestName = 100;

    public static void Characters(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file) return;
        Check(context, report, file.References.Scalar(file.References.Find(file.Root, "applicationName")), "application name");
        foreach (var group in file.Groups)
        {
            Check(context, report, group.Name, "deployment group name");
            foreach (var trigger in group.Items("triggerConfigurations").OfType<YamlMapping>())
            {
                if (file.References.Scalar(file.References.Find(trigger, "triggerName")) is { } name && (name.Value.Trim().Length == 0 || name.Value.Length > LongestName) && context.Claim(name))
                {
                    report.Add(name.Range, name.Value, "trigger name", name.Value.Length > LongestName ? $"it has more than {LongestName} characters" : "it is blank");
                }
            }
        }

        var uses = file.Groups.Where(group => group.ConfigName is not null).ToLookup(group => group.ConfigName!.Value, group => group.ConfigName!, StringComparer.Ordinal);
        foreach (var config in file.Configs)
        {
            if (config.Name is { } name && name.Value.StartsWith(PredefinedConfigs.Prefix, StringComparison.Ordinal) && context.Claim(name))
            {
                report.AddText(report.DefaultSeverity, name.Range, $"'{name.Value}' is not a valid name of a configuration of your own: '{PredefinedConfigs.Prefix}' is kept for the predefined ones; the API would refuse it. Use another name.");
            }
            else
            {
                Check(context, report, config.Name, "deployment configuration name", [.. uses[config.Name?.Value ?? ""]]);
            }
        }

        foreach (var instance in file.Instances)
        {
            if (instance.Name is { } name && name.Value.StartsWith("i-", StringComparison.Ordinal) && context.Claim(name))
            {
                report.AddText(report.DefaultSeverity, context.Places.Range(name.Range.Offset + (name.IsQuoted ? 1 : 0), 2), $"'{name.Value}' is not a valid instance name: 'i-' is how the ids of EC2 instances begin; the API would refuse it. Use another name.");
            }
            else
            {
                Check(context, report, instance.Name, "instance name");
            }
        }
    }

    private static void Check(RuleContext context, RuleReport report, YamlScalar? name, string what, params YamlScalar[] uses)
    {
        if (name is null || FilledIn.Is(name.Value)) return;
        var bad = 0;
        while (bad < name.Value.Length && IsAllowed(name.Value[bad])) bad++;
        var problem = bad < name.Value.Length ? name.Value[bad] == ' ' ? "a blank is not allowed" : $"'{name.Value[bad]}' is not allowed"
            : name.Value.Length == 0 ? "it is empty" : name.Value.Length > LongestName ? $"it has more than {LongestName} characters" : null;
        if (problem is null || !context.Claim(name)) return;
        var reported = report.Add(bad < name.Value.Length ? Character(context, name, bad) : name.Range, name.Value, what, problem);
        if (!name.Value.All(c => c == ' ' || IsAllowed(c)) || name.Value.Length > LongestName || name.Value.Trim().Length == 0) return;
        var changes = new[] { name }.Concat(uses).Select(use => DocumentEdits.ReplaceText(use, use.Value.Replace(' ', '-'))).ToList();
        if (changes.TrueForAll(change => change is not null)) reported.With("Write '-' for the blanks", [.. changes.Select(change => change!.Value).OrderBy(change => change.Offset)]);
    }

    /// <summary>The place of a character of a scalar; the whole scalar where its text is not written as it is.</summary>
    private static SourceRange Character(RuleContext context, YamlScalar name, int index)
    {
        var start = name.Range.Offset + (name.Style == YamlScalarStyle.Plain ? 0 : 1);
        var text = context.Document!.Text;
        return start + index < text.Length && string.CompareOrdinal(text, start, name.Value, 0, index + 1) == 0 ? context.Places.Range(start + index, 1) : name.Range;
    }

    private static bool IsAllowed(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '.' or '_' or '+' or '=' or ',' or '@' or '-';

    public static void Twice(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file) return;
        Twice(context, report, file.Groups.Select(group => group.Name));
        Twice(context, report, file.Configs.Select(config => config.Name));
        Twice(context, report, file.Instances.Select(instance => instance.Name));
    }

    private static void Twice(RuleContext context, RuleReport report, IEnumerable<YamlScalar?> names)
    {
        var exact = new Dictionary<string, YamlScalar>(StringComparer.Ordinal);
        var similar = new Dictionary<string, YamlScalar>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            if (name is null || FilledIn.Is(name.Value)) continue;
            var severity = Severity.Error;
            if (!exact.TryGetValue(name.Value, out var first))
            {
                exact.Add(name.Value, name);
                severity = Severity.Warning;
                if (!similar.TryGetValue(name.Value, out first)) similar.Add(name.Value, name);
            }

            if (first is null || ReferenceEquals(first, name) || !context.Claim(name)) continue;
            var line = first.Range.Line.ToString(CultureInfo.InvariantCulture);
            var reported = severity == Severity.Error ? report.Add(name.Range, name.Value, line)
                : report.AddText(severity, name.Range, $"'{name.Value}' differs only in case from '{first.Value}' on line {line}. Rename or merge.");
            reported.See(context.Inputs.File, first.Range, "The first one");
        }
    }
}
