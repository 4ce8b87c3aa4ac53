using System.Numerics;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Rules.Documents;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Hooks;

/// <summary>SLW4001 to SLW4004: events and the entries below them.</summary>
internal static class HookRules
{
    public static void UnknownEvent(RuleContext context, RuleReport report)
    {
        if (context.AppSpec?.Hooks is not { } hooks) return;
        foreach (var entry in hooks.Entries)
        {
            if (entry.Name is { } name && (LifecycleEvents.IsScriptable(name) || LifecycleEvents.IsReserved(name) || name == "<<")) continue;
            if (!context.Claim(entry.Key)) continue;
            var meant = entry.Name is null ? null : Meant(entry.Name);
            report.Add(entry.Key.Range.Length > 0 ? entry.Key.Range : hooks.Range, entry.Name ?? "This", Advice(entry.Name, meant, hooks))
                .With($"Rename the event to '{meant}'", meant is not null && hooks.Find(meant) is null ? DocumentEdits.Rename(entry, meant) : null);
        }
    }

    private static string? Meant(string name) => name switch
    {
        "StopApplication" or "StopServer" or "ServerStop" => LifecycleEvents.ApplicationStop,
        "StartApplication" or "StartServer" or "ServerStart" => LifecycleEvents.ApplicationStart,
        "VerifyApplication" or "VerifyService" or "ValidateApplication" => LifecycleEvents.ValidateService,
        _ => NearestName.Of(name, KnownKeys.Events),
    };

    private static string Advice(string? name, string? meant, YamlMapping hooks)
    {
        if (meant is not null) return hooks.Find(meant) is null ? $"Did you mean '{meant}'?" : $"'{meant}' is already there; merge the two.";
        if (name is "AfterAllowTestTraffic") return "It exists only in appspecs for ECS.";
        if (name is not null && KnownKeys.PlaceOf(name) is { } place) return $"'{name}' belongs to {place}; check the indentation.";
        return $"The events are {string.Join(", ", KnownKeys.Events)}.";
    }

    public static void ReservedEvent(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec) return;
        foreach (var item in spec.Events)
        {
            if (!LifecycleEvents.IsReserved(item.Name) || !context.Claim(item.Entry.Key)) continue;
            var instead = item.Name switch
            {
                "Install" => "BeforeInstall or AfterInstall",
                "DownloadBundle" => "BeforeInstall",
                "BlockTraffic" => "BeforeBlockTraffic or AfterBlockTraffic",
                "AllowTraffic" => "BeforeAllowTraffic or AfterAllowTraffic",
                "Start" => "ApplicationStop or BeforeInstall",
                _ => "ValidateService",
            };
            report.Add(item.Entry.Key.Range, item.Name, instead);
        }
    }

    public static void EventMustBeList(RuleContext context, RuleReport report)
    {
        if (context.AppSpec?.Hooks is not { } hooks) return;
        foreach (var entry in hooks.Entries)
        {
            // A key that belongs elsewhere is reported as such; its value has the shape that is right there.
            if (context.IsClaimed(entry.Key) && entry.Name is { } name && KnownKeys.PlaceOf(name) is not null) continue;
            switch (entry.Value)
            {
                case YamlSequence list:
                    for (var i = 0; i < list.Items.Count; i++)
                    {
                        if (list.Items[i] is YamlMapping or YamlAlias || !context.Claim(list.Items[i])) continue;
                        report.Add(list.Items[i].Range.Length > 0 ? ShapeRules.FirstToken(list.Items[i]) : list.Dashes[i], $"'{entry.Name}'", AppSpecView.Text(list.Items[i]) is { } written ? PathOf(written) : "scripts/…")
                            .With("Write it as a location", ItemAsScript(context, list, list.Items[i]));
                    }

                    break;
                case YamlScalar scalar when !AppSpecView.IsNull(scalar) && context.Claim(scalar):
                    report.Add(scalar.Range.Length > 0 ? scalar.Range : entry.Key.Range, $"'{entry.Name}'", scalar.Value)
                        .With("Write it as a list with one location", TextAsScript(context, hooks, entry, scalar));
                    break;
                case YamlMapping mapping when context.Claim(mapping):
                    report.Add(AppSpecView.FirstKey(mapping), $"'{entry.Name}'", AppSpecView.Text(mapping.Find("location")?.Value) ?? "scripts/…")
                        .With("Make it the item of a list", context.Edits.AsItem(mapping));
                    break;
            }
        }
    }

    /// <summary>The path alone, where the colon behind <c>location</c> is missing.</summary>
    private static string PathOf(string written) =>
        written.StartsWith("location ", StringComparison.Ordinal) && written.Substring(9).Trim() is { Length: > 0 } path ? path : written;

    private static TextChange? ItemAsScript(RuleContext context, YamlSequence list, YamlNode item)
    {
        if (item is not YamlScalar { Range.Length: > 0, Tag: null, Anchor: null } scalar || scalar.Range.EndLine > scalar.Range.Line) return null;
        var script = "location: " + PathOf(context.Edits.Written(scalar));
        return DocumentEdits.Replace(scalar.Range, list.IsFlow ? $"{{ {script} }}" : script);
    }

    private static TextChange? TextAsScript(RuleContext context, YamlMapping hooks, YamlEntry entry, YamlScalar scalar)
    {
        if (scalar is not { Range.Length: > 0, Tag: null, Anchor: null } || scalar.Range.EndLine > scalar.Range.Line || scalar.Range.Line != entry.Key.Range.Line) return null;
        var edits = context.Edits;
        var script = "location: " + edits.Written(scalar);
        if (hooks.IsFlow) return DocumentEdits.Replace(scalar.Range, $"[{{ {script} }}]");
        var start = DocumentEdits.EndOf(entry.Key) + 1;
        while (start < scalar.Range.Offset && context.Document!.Text[start - 1] != ':') start++;
        return new TextChange(start, scalar.Range.Offset + scalar.Range.Length - start, $"{edits.NewLine}{new string(' ', entry.Key.Range.Column + 1)}- {script}");
    }

    public static void MissingLocation(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec) return;
        foreach (var script in spec.Scripts)
        {
            var entry = script.Find("location");
            if (entry is null)
            {
                if (script.Find("<<") is null && !KeyRules.HasMisspelt(script, "location", KnownKeys.Script)) report.Add(AppSpecView.FirstKey(script));
            }
            else if (entry.Value is YamlScalar scalar && ScalarValue.Of(scalar) is { } value && RubyText.Strip(value.Text).Length == 0 && context.Claim(scalar))
            {
                report.Add(entry.Key.Range);
            }
        }
    }

    public static void Timeout(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec) return;
        foreach (var script in spec.Scripts)
        {
            if (script.Find("timeout") is not { } entry || entry.Value is YamlAlias || AppSpecView.IsNull(entry.Value)) continue;
            if (entry.Value is not YamlScalar scalar)
            {
                if (context.Claim(entry.Value)) report.Add(AppSpecView.PlaceOf(entry), "This", "no number; the agent stops with an internal error", "300");
                continue;
            }

            var text = scalar.Value;
            if (ScalarValue.IsPlain(scalar) && IsPlainNumber(text)) continue;
            if (ScalarValue.Of(scalar) is not { } value || !context.Claim(scalar)) continue;
            var quotedDigits = scalar.IsQuoted && IsPlainNumber(text);
            var (means, advice) = quotedDigits ? ("a text in quotes, which agent 2 refuses", text) : Meaning(text, value);
            report.Add(quotedDigits ? Severity.Warning : Severity.Error, AppSpecView.PlaceOf(entry), text, means, advice)
                .With($"Write {advice}", scalar.Range.Length > 0 && scalar.Tag is null && (quotedDigits || Seconds(text) is not null) ? context.Edits.Plain(scalar.Range, advice) : null);
        }
    }

    private static bool IsPlainNumber(string text) => text.Length is > 0 and <= 9 && text[0] is >= '1' and <= '9' && text.All(RubyText.IsDigit);

    private static (string Means, string Advice) Meaning(string text, RubyValue value)
    {
        var seconds = value switch
        {
            RubyInteger integer => integer.Value,
            RubyString written => RubyText.ToInteger(written.Value),
            RubyFloat number when !double.IsNaN(number.Value) && !double.IsInfinity(number.Value) => new BigInteger(number.Value),
            _ => BigInteger.Zero,
        };
        return (seconds.Sign > 0 ? $"{seconds} second{(seconds.IsOne ? "" : "s")} for agent 1.8 and refused by agent 2" : "no number of seconds above 0 and is refused", Seconds(text) ?? "300");
    }

    /// <summary>What was probably meant: <c>5m</c>, <c>300s</c>, <c>1h</c>, <c>1:30</c>; null for other forms.</summary>
    private static string? Seconds(string text)
    {
        var end = 0;
        while (end < text.Length && RubyText.IsDigit(text[end])) end++;
        if (end is 0 or > 6) return null;
        var number = int.Parse(text.Substring(0, end), System.Globalization.CultureInfo.InvariantCulture);
        var unit = text.Substring(end).Trim();
        var seconds = unit.ToLowerInvariant() switch
        {
            "s" or "sec" or "secs" or "second" or "seconds" => number,
            "m" or "min" or "mins" or "minute" or "minutes" => number * 60L,
            "h" or "hr" or "hour" or "hours" => number * 3600L,
            _ when unit.Length == 3 && unit[0] == ':' && RubyText.IsDigit(unit[1]) && RubyText.IsDigit(unit[2]) && unit[1] < '6' => number * 60L + (unit[1] - '0') * 10 + (unit[2] - '0'),
            _ => 0,
        };
        return seconds is > 0 and < 1_000_000 ? seconds.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}
