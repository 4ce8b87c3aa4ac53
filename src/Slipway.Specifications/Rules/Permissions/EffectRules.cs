using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Rules.Documents;
using Slipway.Specifications.Rules.Files;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Permissions;

/// <summary>SLW3006 and SLW3013: what an entry does to the directories, and whether it does anything.</summary>
internal static class EffectRules
{
    private static readonly string[] Settings = ["owner", "group", "mode", "acls", "context"];

    public static void DirectoriesWithoutSearch(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: true } spec) return;
        foreach (var item in spec.Permissions)
        {
            if (item.Find("mode") is not { Value: YamlScalar scalar } mode || context.IsClaimed(scalar) || ScalarValue.Of(scalar) is not { } value || value is RubyNil) continue;
            if (PermissionMode.Parse(value.Text, out var padded, out var bits, out _) != PermissionMode.Problem.None || (bits & 0x124 & ~(bits << 2)) == 0) continue;
            if (PermissionEntry.Of(context, item) is not { Directories: true } entry || context.Planned.IsFile(entry.Path) || !HitsDirectory(context, entry) || !context.Claim(scalar)) continue;
            var searchable = Convert.ToString(bits | ((bits & 0x124) >> 2), 8).PadLeft(padded.Length, '0');
            report.Add(scalar.Range, padded, AppSpecView.Text(entry.Object)!, Who(bits), searchable)
                .With("Add 'type: [file]'", item.Find("type") is null && entry.Files ? context.Edits.InsertAfter(item, mode, "type", "[file]") : null);
        }
    }

    private static string Who(int bits)
    {
        var who = new List<string>();
        if ((bits & 0x140) == 0x100) who.Add("the owner");
        if ((bits & 0x28) == 0x20) who.Add("the group");
        if ((bits & 5) == 4) who.Add("other accounts");
        return who.Count == 3 ? "the owner, the group and other accounts" : string.Join(" and ", who);
    }

    private static bool HitsDirectory(RuleContext context, PermissionEntry entry)
    {
        var planned = context.Planned;
        var start = entry.Path.Length == 0 ? 0 : entry.Path.Length + 1;
        foreach (var path in planned.Below(entry.Path))
        {
            if (path.IsDirectory && entry.Matches(path.Path.Substring(start))) return true;
        }

        var any = false;
        foreach (var folder in planned.FoldersAtOrBelow(entry.Path))
        {
            any = true;
            if (folder.Length > start && entry.Matches(folder.Substring(start))) return true;
        }

        // Without a list a directory is taken to hold directories; only names that fit everything can be taken to fit them.
        return any && context.Listing is null && entry.Except.Count == 0 && entry.Pattern is "**" or "*";
    }

    public static void NoEffect(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: true } spec) return;
        var unmatched = 0;
        foreach (var item in spec.Permissions)
        {
            if (PermissionEntry.Of(context, item) is not { } entry) continue;
            if (SetsNothing(item))
            {
                if (context.Claim(entry.Object)) report.Add(entry.Object.Range, "it sets neither owner, group, mode, acls nor context", "Add one of them, or remove the entry.");
                continue;
            }

            var planned = context.Planned;
            if (!planned.IsUnderstood || entry.Path.Length == 0) continue;
            if (!planned.IsNearDestination(entry.Path))
            {
                if (!context.Claim(entry.Object)) continue;
                var near = planned.Mappings.Count == 0 || ++unmatched > NearestName.MostCompared ? null : Near(planned, entry.Path);
                report.Add(entry.Object.Range, planned.Mappings.Count == 0 ? "no files are installed, and only installed files get permissions" : $"no mapping installs anything at or below {AppSpecView.Text(entry.Object)}",
                    near is null ? "Files that are on the host already are never changed; use a script." : $"Did you mean '/{near}'?")
                    .With($"Write '/{near}'", near is null ? null : DocumentEdits.ReplaceText(entry.Object, "/" + near));
                continue;
            }

            if (planned.IsComplete) Unmatched(context, report, entry);
        }
    }

    private static bool SetsNothing(YamlMapping item)
    {
        foreach (var key in Settings)
        {
            if ((item.Find(key) is { } entry && !AppSpecView.IsNull(entry.Value)) || KeyRules.HasMisspelt(item, key, KnownKeys.Permission)) return false;
        }

        return true;
    }

    private static void Unmatched(RuleContext context, RuleReport report, PermissionEntry entry)
    {
        var planned = context.Planned;
        if (planned.IsFile(entry.Path))
        {
            if (!entry.Files && context.Claim(entry.Object)) report.Add(entry.Object.Range, $"{AppSpecView.Text(entry.Object)} is a file, and the type leaves files out", "Write 'type: [file]'.");
            return;
        }

        // The directories down to a destination are made where they are missing.
        if (entry.Directories && planned.HasDestinationBelow(entry.Path)) return;
        var any = false;
        var ofType = false;
        foreach (var path in planned.Below(entry.Path))
        {
            any = true;
            if (path.IsDirectory ? !entry.Directories : !entry.Files) continue;
            ofType = true;
            if (entry.Matches(path.Path.Substring(entry.Path.Length + 1))) return;
        }

        if (!any)
        {
            if (context.Claim(entry.Object)) report.Add(entry.Object.Range, $"nothing is installed below {AppSpecView.Text(entry.Object)}", "The directory itself is never changed.");
        }
        else if (!ofType)
        {
            if (context.Claim(entry.Object)) report.Add(entry.Object.Range, $"nothing of that type is installed below {AppSpecView.Text(entry.Object)}", "Write the other type.");
        }
        else if (entry.Item.Find("pattern")?.Value is YamlScalar pattern && entry.Pattern != "**" && context.Claim(pattern))
        {
            report.Add(pattern.Range, $"no name directly below {AppSpecView.Text(entry.Object)} fits '{entry.Pattern}'", "Write '**' for everything below, or make the deeper directory the object.");
        }
        else if (entry.Pattern == "**" && context.Claim(entry.Object))
        {
            report.Add(entry.Object.Range, "except leaves nothing over", "Remove the entry.");
        }
    }

    private static string? Near(PlannedPaths planned, string path)
    {
        var candidates = new List<string>();
        foreach (var mapping in planned.Mappings)
        {
            if (candidates.Count > 1000) break;
            candidates.Add(mapping.DestinationPath);
            if (mapping.Kind == SourceKind.File) candidates.Add(mapping.Target);
        }

        return NearestName.Of(path, candidates) is { Length: > 0 } near && near != path ? near : null;
    }
}
