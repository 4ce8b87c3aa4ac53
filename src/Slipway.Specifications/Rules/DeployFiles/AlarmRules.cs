using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>SLW7015: alarms and rollbacks that are set and not switched on, or the other way round.</summary>
internal static class AlarmRules
{
    public static void Contradiction(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file) return;
        foreach (var group in file.Groups)
        {
            var watching = Switch(context, report, file, group.Section("alarmConfiguration"), "alarms", "alarms", "no alarm is listed", "Add alarms");
            Alarms(context, report, file, group);
            var rollback = group.Section("autoRollbackConfiguration");
            Switch(context, report, file, rollback, "events", "rollback events", "no event is listed", "Add events");
            if (watching || rollback is null || DeployFileView.IsFalse(file.References.Scalar(file.References.Find(rollback, "enabled")))) continue;
            foreach (var item in file.References.Items(file.References.Find(rollback, "events")))
            {
                if (item is not YamlScalar { Value: "DEPLOYMENT_STOP_ON_ALARM" } || !context.Claim(item)) continue;
                report.Add(item.Range, "DEPLOYMENT_STOP_ON_ALARM", $"group '{group.Title}' has no alarm that is enabled", "Add one under alarmConfiguration, or remove the event.");
            }
        }
    }

    /// <summary>Reports a section whose list and switch contradict each other; true when it is on and lists something.</summary>
    private static bool Switch(RuleContext context, RuleReport report, DeployFileView file, YamlMapping? section, string listKey, string what, string missing, string advice)
    {
        if (section is null) return false;
        var list = file.References.Find(section, listKey);
        // A list in another shape, or one that something else fills in, is not empty.
        var lists = list is not null && !AppSpecView.IsNull(list.Value) && file.References.Resolve(list.Value) is not YamlSequence { Items.Count: 0 };
        var enabled = file.References.Find(section, "enabled");
        var value = file.References.Scalar(enabled);
        if (DeployFileView.IsTrue(value))
        {
            if (lists) return true;
            if (Documents.KeyRules.HasMisspelt(section, listKey, ["enabled", "events", "alarms", "ignorePollAlarmFailure"])) return true;
            if (context.Claim(enabled!.Key)) Fixed(report.Add(enabled.Key.Range, "enabled", missing, $"{advice}, or write 'enabled: false'."), value!, "false");
            return false;
        }

        if (value is not null && !DeployFileView.IsFalse(value)) return lists;
        if (!lists || Documents.KeyRules.HasMisspelt(section, "enabled", ["enabled", "events", "alarms", "ignorePollAlarmFailure"]) || !context.Claim(list!.Key)) return false;
        var reported = report.Add(list.Key.Range, listKey, value is null ? $"the {what} are not enabled" : $"the {what} are disabled", "Write 'enabled: true', or remove them.");
        if (value is not null) Fixed(reported, value, "true");
        else if (enabled is null && section.Entries.Contains(list) && context.Edits.InsertAfter(section, list, "enabled", "true") is { } change) reported.With("Enable it", change);
        return false;
    }

    private static void Fixed(Reported reported, YamlScalar value, string to)
    {
        if (DocumentEdits.ReplaceText(value, to) is { } change) reported.With($"Write 'enabled: {to}'", change);
    }

    private static void Alarms(RuleContext context, RuleReport report, DeployFileView file, GroupView group)
    {
        var seen = new Dictionary<string, YamlScalar>(StringComparer.Ordinal);
        foreach (var alarm in file.References.Items(file.References.Find(group.Section("alarmConfiguration"), "alarms")).OfType<YamlMapping>())
        {
            if (file.References.Scalar(file.References.Find(alarm, "name")) is not { } name) continue;
            if (!seen.TryGetValue(name.Value, out var first)) seen.Add(name.Value, name);
            else if (!ReferenceEquals(first, name) && context.Claim(name)) report.Add(name.Range, $"The second alarm '{name.Value}'", "it is already listed", "Remove it.").See(context.Inputs.File, first.Range, "The first one");
        }
    }
}
