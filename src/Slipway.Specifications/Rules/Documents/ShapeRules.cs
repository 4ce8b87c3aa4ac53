using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>SLW1012 and SLW1016: lists, mappings and texts where something else is due, and sections left blank.</summary>
internal static class ShapeRules
{
    private static readonly string[] FileTexts = ["source", "destination"];
    private static readonly string[] ScriptTexts = ["location", "runas"];
    private static readonly string[] PermissionTexts = ["object", "pattern", "owner", "group"];

    public static void WrongShape(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec) return;
        List(context, report, spec.Root, "files", "mappings with 'source' and 'destination'", "undefined method 'each'", "'- source: …' and 'destination: …' for each");
        List(context, report, spec.Root, "permissions", "mappings with 'object'", "undefined method 'each'", "'- object: …' for each");
        if (spec.Root.Find("hooks") is { } hooks && hooks.Value is not YamlMapping) Report(context, report, hooks, "a mapping of lifecycle events", "undefined method 'each_pair'", "'AfterInstall:' with a list of scripts below it");
        Items(context, report, spec.Root, "files", "a mapping with 'source' and 'destination'", "'- source: …' and 'destination: …'");
        Items(context, report, spec.Root, "permissions", "a mapping with 'object'", "'- object: …'");
        foreach (var item in spec.Files) Texts(context, report, item, FileTexts);
        foreach (var item in spec.Scripts)
        {
            Texts(context, report, item, ScriptTexts);
            Sudo(context, report, item);
        }

        foreach (var item in spec.Permissions)
        {
            List(context, report, item, "type", "file and directory", "undefined method 'each'", "'[file]', '[directory]' or both in the brackets");
            List(context, report, item, "except", "names", "undefined method 'each'", "the names in brackets");
            foreach (var name in (item.Find("except")?.Value as YamlSequence)?.Items ?? [])
            {
                if (name is YamlMapping or YamlSequence && context.Claim(name)) report.Add(FirstToken(name), "An item of 'except'", "a name", Describe(name), "undefined method 'chars'", "the name");
            }

            List(context, report, item, "acls", "ACL entries", "undefined method 'each'", "the entries in brackets");
            Texts(context, report, item, PermissionTexts);
            if (item.Find("context") is { } selinux && selinux.Value is not YamlMapping)
            {
                Report(context, report, selinux, "a mapping with 'name', 'type' and 'range'", "undefined method '[]'", "these keys below it");
            }
        }
    }

    /// <summary>Agent 1.8 takes everything but false and nothing for true, even the text "false"; agent 2 wants one of two words.</summary>
    private static void Sudo(RuleContext context, RuleReport report, YamlMapping script)
    {
        if (script.Find("sudo") is not { } entry || entry.Value is YamlAlias || AppSpecView.IsNull(entry.Value)) return;
        var scalar = entry.Value as YamlScalar;
        if (scalar is { IsQuoted: false, Value: "true" or "True" or "TRUE" or "false" or "False" or "FALSE" }) return;
        var value = scalar is null ? null : ScalarValue.Of(scalar);
        if ((scalar is not null && value is null) || !context.Claim(entry.Value)) return;
        if (value is Ruby.RubyBoolean) report.AddText(Severity.Warning, AppSpecView.PlaceOf(entry), $"Agent 2 refuses '{scalar!.Value}' for sudo. Write {value.Text}.");
        else report.AddText(Severity.Error, AppSpecView.PlaceOf(entry), "'sudo' must be true or false without quotes: agent 1.8 takes this for true, agent 2 refuses it.");
    }

    public static void BlankSection(RuleContext context, RuleReport report)
    {
        if (!context.Kind.IsAppSpec() || context.Document?.Root is not YamlMapping root) return;
        foreach (var entry in root.Entries)
        {
            var section = context.Kind == DocumentKind.ServerAppSpec ? entry.Name is "files" or "permissions" or "hooks" : entry.Name is "Resources" or "Hooks";
            if (section && AppSpecView.IsNull(entry.Value)) report.Add(entry.Key.Range, entry.Name!).With($"Remove '{entry.Name}'", context.Edits.Delete(root, entry));
        }
    }

    private static void List(RuleContext context, RuleReport report, YamlMapping mapping, string key, string of, string says, string write)
    {
        if (mapping.Find(key) is not { } entry || entry.Value is YamlSequence || Report(context, report, entry, $"a list of {of}", says, write) is not { } reported) return;
        if (entry.Value is YamlMapping only && key is "files" or "permissions") reported.With("Make it the item of a list", context.Edits.AsItem(only));
        else if (entry.Value is YamlScalar scalar && key is "type" or "except" or "acls") reported.With("Put it in brackets", context.Edits.AsList(scalar));
    }

    private static void Texts(RuleContext context, RuleReport report, YamlMapping mapping, string[] keys)
    {
        foreach (var key in keys)
        {
            if (mapping.Find(key) is { Value: not YamlScalar } entry) Report(context, report, entry, "a text", "it needs a String", "the text itself");
        }
    }

    /// <summary>Items that are no mappings. A null item is one too.</summary>
    private static void Items(RuleContext context, RuleReport report, YamlMapping root, string key, string expected, string write)
    {
        if (root.Find(key)?.Value is not YamlSequence list) return;
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            if (item is YamlMapping or YamlAlias || !context.Claim(item)) continue;
            report.Add(item.Range.Length > 0 ? FirstToken(item) : list.Dashes[i], $"An item of '{key}'", expected, Describe(item), "undefined method '[]'", write);
        }
    }

    private static Reported? Report(RuleContext context, RuleReport report, YamlEntry entry, string expected, string says, string write)
    {
        if (entry.Value is YamlAlias || AppSpecView.IsNull(entry.Value) || !context.Claim(entry.Value)) return null;
        return report.Add(entry.Value.Range.Length > 0 ? FirstToken(entry.Value) : entry.Key.Range, $"'{entry.Name}'", expected, Describe(entry.Value), says, write);
    }

    private static string Describe(YamlNode node) => node switch
    {
        YamlMapping => "a mapping",
        YamlSequence => "a list",
        YamlScalar scalar when AppSpecView.IsNull(scalar) => "empty",
        YamlScalar scalar => $"the text '{scalar.Value}'",
        _ => "an alias",
    };

    /// <summary>Of a mapping its first key, of a flow collection its bracket; a scalar as a whole.</summary>
    internal static SourceRange FirstToken(YamlNode node) => node switch
    {
        YamlMapping { IsFlow: false, Entries.Count: > 0 } mapping when mapping.Entries[0].Key.Range.Length > 0 => mapping.Entries[0].Key.Range,
        YamlSequence { IsFlow: false, Dashes.Count: > 0 } list => list.Dashes[0],
        YamlScalar => node.Range,
        _ => node.Range with { Length = 1, EndLine = node.Range.Line, EndColumn = node.Range.Column + 1 },
    };
}
