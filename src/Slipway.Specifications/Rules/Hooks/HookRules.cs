using System.Numerics;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
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
            report.Add(entry.Key.Range.Length > 0 ? entry.Key.Range : hooks.Range, entry.Name ?? "This", Advice(entry.Name, hooks));
        }
    }

    private static string Advice(string? name, YamlMapping hooks)
    {
        var meant = name switch
        {
            null => null,
            "StopApplication" or "StopServer" or "ServerStop" => LifecycleEvents.ApplicationStop,
            "StartApplication" or "StartServer" or "ServerStart" => LifecycleEvents.ApplicationStart,
            "VerifyApplication" or "VerifyService" or "ValidateApplication" => LifecycleEvents.ValidateService,
            _ => NearestName.Of(name, KnownKeys.Events),
        };
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
                        report.Add(list.Items[i].Range.Length > 0 ? list.Items[i].Range : list.Dashes[i], $"'{entry.Name}'", AppSpecView.Text(list.Items[i]) ?? "scripts/…");
                    }

                    break;
                case YamlScalar scalar when !AppSpecView.IsNull(scalar) && context.Claim(scalar):
                    report.Add(scalar.Range.Length > 0 ? scalar.Range : entry.Key.Range, $"'{entry.Name}'", scalar.Value);
                    break;
                case YamlMapping mapping when context.Claim(mapping):
                    report.Add(AppSpecView.FirstKey(mapping), $"'{entry.Name}'", AppSpecView.Text(mapping.Find("location")?.Value) ?? "scripts/…");
                    break;
            }
        }
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
            report.Add(quotedDigits ? Severity.Warning : Severity.Error, AppSpecView.PlaceOf(entry), text, means, advice);
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
        return (seconds.Sign > 0 ? $"{seconds} seconds for agent 1.8 and refused by agent 2" : "no number of seconds above 0 and refused", Seconds(text));
    }

    /// <summary>What was probably meant.</summary>
    private static string Seconds(string text)
    {
        var digits = new string(text.TakeWhile(RubyText.IsDigit).ToArray());
        if (digits.Length is 0 or > 6) return "300";
        var number = int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        var seconds = text.Substring(digits.Length).Trim() switch
        {
            "s" or "sec" or "seconds" => number,
            "m" or "min" or "minutes" => number * 60,
            "h" or "hours" => number * 3600,
            _ => 0,
        };
        return seconds > 0 ? seconds.ToString(System.Globalization.CultureInfo.InvariantCulture) : "300";
    }
}
