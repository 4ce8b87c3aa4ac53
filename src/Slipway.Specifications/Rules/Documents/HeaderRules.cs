using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>SLW1013, SLW1014 and SLW2008: version, os and file_exists_behavior.</summary>
internal static class HeaderRules
{
    public static void Version(RuleContext context, RuleReport report)
    {
        if (!context.Kind.IsAppSpec() || context.Document?.Root is not YamlMapping root) return;
        var server = context.Kind == DocumentKind.ServerAppSpec;
        if (root.Find("version") is not { } entry)
        {
            if (!KeyRules.HasMisspelt(root, "version", KnownKeys.Root)) report.Add(AppSpecView.FirstKey(root), "is missing").With(WriteVersion, context.Edits.InsertFirst(root, "version", "0.0"));
            return;
        }

        if (entry.Value is YamlAlias || (entry.Value is YamlScalar refused && ScalarValue.Of(refused) is null)) return;
        var value = entry.Value is YamlScalar scalar ? ScalarValue.Of(scalar) : null;
        if (IsZero(value))
        {
            if (entry.Value is YamlScalar { Tag: null } written && written.Value.IndexOfAny(['_', 'x', 'b', ',']) >= 0)
            {
                report.AddText(Severity.Warning, entry.Value.Range, $"Agent 2 does not take '{written.Value}' for a number. Write 'version: 0.0'.").With(WriteVersion, context.Edits.SetValue(entry, "0.0"));
            }

            return;
        }

        if (!context.Claim(entry.Value)) return;
        if (!server && value is RubyString { Value: "0.0" }) return;
        var what = value switch
        {
            null => "is not a number",
            RubyNil => "is empty",
            RubyString text when ((YamlScalar)entry.Value).IsQuoted => $"'{text.Value}' is a text in quotes",
            RubyString text => $"'{text.Value}' is no number",
            _ => $"is {value.Text}, not 0.0",
        };
        report.Add(server || value is null or RubyNil ? Severity.Error : Severity.Warning, AppSpecView.PlaceOf(entry), what).With(WriteVersion, context.Edits.SetValue(entry, "0.0"));
    }

    private const string WriteVersion = "Write version: 0.0";

    private static bool IsZero(RubyValue? value) => value is RubyFloat { Value: 0 } || (value is RubyInteger integer && integer.Value.IsZero);

    public static void Os(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec || spec.Os is not null) return;
        if (spec.Root.Find("os") is not { } entry)
        {
            if (KeyRules.HasMisspelt(spec.Root, "os", KnownKeys.Root)) return;
            var version = spec.Root.Find("version");
            var missing = report.Add(version?.Key.Range ?? AppSpecView.FirstKey(spec.Root), "is missing");
            if (ProjectSystem.Of(context) is { } system) missing.With($"Insert os: {system}", version is null ? context.Edits.InsertFirst(spec.Root, "os", system) : context.Edits.InsertAfter(spec.Root, version, "os", system));
            return;
        }

        if (entry.Value is YamlAlias || !context.Claim(entry.Value)) return;
        var text = AppSpecView.Text(entry.Value);
        var what = entry.Value is not YamlScalar ? "is not a text" : text is null ? "is empty" : $"'{text}' is unknown";
        var meant = text is null ? AppSpecView.IsNull(entry.Value) ? ProjectSystem.Of(context) : null : MeantSystem(text);
        var reported = report.Add(AppSpecView.PlaceOf(entry), what);
        if (meant is null) return;
        reported.With($"Write {meant}", text is null ? context.Edits.SetValue(entry, meant) : DocumentEdits.ReplaceText((YamlScalar)entry.Value, meant));
    }

    /// <summary>The system that an unknown word stands for: another case, a slip, or the name of a distribution.</summary>
    private static string? MeantSystem(string text)
    {
        var word = text.Trim().ToLowerInvariant();
        if (word.StartsWith("win", StringComparison.Ordinal)) return "windows";
        foreach (var name in Distributions)
        {
            if (word.StartsWith(name, StringComparison.Ordinal) || word.EndsWith("linux", StringComparison.Ordinal)) return "linux";
        }

        return NearestName.Of(word, ["linux", "windows"]);
    }

    private static readonly string[] Distributions = ["linux", "ubuntu", "debian", "amazon", "amzn", "centos", "rhel", "redhat", "fedora", "suse", "al2"];

    public static void FileExistsBehavior(RuleContext context, RuleReport report)
    {
        if (context.AppSpec?.Root.Find("file_exists_behavior") is not { } entry || entry.Value is YamlAlias || AppSpecView.IsNull(entry.Value)) return;
        if (entry.Value is YamlScalar scalar && ScalarValue.Of(scalar) is null or RubyString { Value: "DISALLOW" or "OVERWRITE" or "RETAIN" }) return;
        if (!context.Claim(entry.Value)) return;
        var written = AppSpecView.Text(entry.Value);
        var near = written is null ? null : NearestName.Of(written.Trim(), ["OVERWRITE", "DISALLOW", "RETAIN"]);
        report.Add(AppSpecView.PlaceOf(entry), written ?? "This").With($"Write {near}", near is null ? null : DocumentEdits.ReplaceText((YamlScalar)entry.Value, near));
    }
}
