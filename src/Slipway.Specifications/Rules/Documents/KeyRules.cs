using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Resolving;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>SLW1011 and SLW2007: keys that the agents ignore.</summary>
internal static class KeyRules
{
    public static void Unknown(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec) return;
        Check(context, report, spec.Root, KnownKeys.Root, "an appspec");
        var isPacked = context.Inputs.IsResolvedAtPacking;
        foreach (var item in spec.Files) Check(context, report, item, isPacked ? KnownKeys.PackedFile : KnownKeys.File, "an item of 'files'");
        foreach (var item in spec.Scripts) Check(context, report, item, isPacked ? KnownKeys.PackedScript : KnownKeys.Script, "a script");
        foreach (var item in spec.Permissions)
        {
            Check(context, report, item, KnownKeys.Permission, "an item of 'permissions'");
            if (item.Find("context")?.Value is YamlMapping selinux) Check(context, report, selinux, KnownKeys.Context, "'context'");
        }
    }

    /// <summary>Whether a mapping holds a misspelt form of a key that it lacks; then only the misspelling is reported.</summary>
    public static bool HasMisspelt(YamlMapping mapping, string key, string[] known) =>
        mapping.Entries.Any(entry => entry.Name is { } name && Array.IndexOf(known, name) < 0 && NearestName.Of(name, known) == key);

    public static void OverwriteInMapping(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec) return;
        OverwriteFix? fix = null;
        foreach (var item in spec.Files)
        {
            foreach (var entry in item.Entries)
            {
                if (!IsOverwrite(entry.Name) || !context.Claim(entry.Key)) continue;
                fix ??= new OverwriteFix(context, spec);
                report.Add(entry.Key.Range, entry.Name!).With(fix.Of(item, entry));
            }
        }
    }

    internal static bool IsOverwrite(string? key) => key is "overwrite" or "file_exists_behavior" or "fileExistsBehavior" or "replace" or "force";

    private static void Check(RuleContext context, RuleReport report, YamlMapping mapping, string[] known, string place)
    {
        foreach (var entry in mapping.Entries)
        {
            if (entry.Name is not { } name || Array.IndexOf(known, name) >= 0 || name == "<<" || name.StartsWith("x-", StringComparison.Ordinal)) continue;
            if (IsOverwrite(name) && (ReferenceEquals(known, KnownKeys.File) || ReferenceEquals(known, KnownKeys.PackedFile))) continue;
            if (ReferenceEquals(known, KnownKeys.Context) && name == "user") continue;
            if (context.IsClaimed(entry.Key) || !context.Claim(entry.Key)) continue;
            if (OnlyPacked(known, name) is { } happens)
            {
                report.Add(entry.Key.Range, name, place, $"{happens} Pack it with 'slipway pack', or publish it from a project with the Slipway package, which write a plain appspec.");
                continue;
            }

            var near = NearestName.Of(name, known);
            var elsewhere = near is null ? WhereElse(name, mapping, known) : null;
            var severity = near is not null || elsewhere is not null ? Severity.Error : Severity.Warning;
            var advice = near is not null ? mapping.Find(near) is null ? $"Did you mean '{near}'?" : $"'{near}' is already there; remove this one."
                : elsewhere is not null ? $"It belongs to {elsewhere}." : $"Known here: {string.Join(", ", known)}.";
            report.Add(severity, entry.Key.Range, name, place, advice)
                .With($"Rename the key to '{near}'", near is not null && mapping.Find(near) is null ? DocumentEdits.Rename(entry, near) : null);
        }
    }

    /// <summary>What happens on a host when a key that is meant for packing was not resolved; null for other keys.</summary>
    private static string? OnlyPacked(string[] known, string name) =>
        ReferenceEquals(known, KnownKeys.File) && name == FileResolver.Exclude ? "What it leaves out would be copied."
        : ReferenceEquals(known, KnownKeys.Script) && name == HookResolver.Arguments ? "The script would be started without them." : null;

    private static string? WhereElse(string name, YamlMapping mapping, string[] known)
    {
        if (ReferenceEquals(known, KnownKeys.Root))
        {
            if (Array.IndexOf(KnownKeys.Events, name) >= 0) return "'hooks'; indent it below that key";
            return name is "Resources" or "Hooks" ? "an appspec for Lambda or ECS" : KnownKeys.PlaceOf(name);
        }

        return mapping.Entries.Count > 0 ? KnownKeys.PlaceOf(name) : null;
    }
}
