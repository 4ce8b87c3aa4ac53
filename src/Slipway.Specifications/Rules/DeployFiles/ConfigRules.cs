using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules.Functions;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>SLW7002, SLW7007 and SLW7016: the deployment configuration of a group.</summary>
internal static class ConfigRules
{
    /// <summary>Among more configurations than these no misspelt name is looked for.</summary>
    private const int MostCompared = 200;

    public static void DoesNotExist(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file) return;
        var declared = file.Configs.Where(config => config.Name is not null).Select(config => config.Name!.Value).ToList();
        var known = new HashSet<string>(declared.Concat(PredefinedConfigs.Names), StringComparer.Ordinal);
        foreach (var group in file.Groups)
        {
            if (group.ConfigName is not { } name || known.Contains(name.Value) || FilledIn.Is(name.Value)) continue;
            if (file.HasExternalConfigs && !name.Value.StartsWith(PredefinedConfigs.Prefix, StringComparison.Ordinal)) continue;
            if (!context.Claim(name)) continue;
            var near = PredefinedConfigs.Nearest(name.Value, declared.Count <= MostCompared ? declared : [], out var certain);
            var reported = report.Add(name.Range, name.Value, near is not null ? $"Did you mean '{near}'?"
                : $"Declare it under deploymentConfigs, write a predefined one such as {PredefinedConfigs.Names[0]}, or set 'externalDeploymentConfigs: true' if it is kept elsewhere.");
            if (near is not null && certain && DocumentEdits.ReplaceText(name, near) is { } change) reported.With($"Write {near}", change);
        }
    }

    public static void NoHostMayGo(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file || file.Platform(context) != "Server") return;
        foreach (var group in file.Groups)
        {
            if (group.ConfigName is not { } name || PredefinedConfigs.Has(name.Value) || file.Config(name.Value)?.MinimumHealthyHosts is not { } minimum) continue;
            // Of a blue/green group only the replacement environment counts, whose share of the fleet is not known; more than all there are is too many anyway.
            if (group.HostCount() is not { } hosts || hosts < 1 || minimum.Of(hosts) < hosts || (group.IsBlueGreen && minimum.IsPercent)) continue;
            if (!context.Claim(name)) continue;
            var most = minimum.IsPercent ? (hosts - 1) * 100 / hosts : hosts - 1;
            var unit = minimum.IsPercent ? " %" : "";
            var reported = minimum.IsPercent
                ? report.Add(name.Range, Text(minimum.Value) + unit, Text(hosts), Text(minimum.Of(hosts)), Text(most) + unit)
                : report.AddText(report.DefaultSeverity, name.Range,
                    $"{Text(minimum.Value)} of {Text(hosts)} hosts must stay in service: no host may be taken out, so every deployment fails at once (HEALTH_CONSTRAINTS_INVALID). Use at most {Text(most)}.");
            reported.See(context.Inputs.File, minimum.Place.Range, "The minimum");
            if (minimum.IsPercent && DocumentEdits.ReplaceText(minimum.Place, Text(most)) is { } change) reported.With($"Lower the minimum to {Text(most)} %", change);
        }
    }

    public static void AllAtOnce(RuleContext context, RuleReport report)
    {
        if (context.DeployFile is not { } file || file.Platform(context) != "Server") return;
        foreach (var group in file.Groups)
        {
            if (group.ConfigName is not { } config || group.Name is not { } name || group.IsBlueGreen || !IsProductive(name.Value)) continue;
            if (config.Value != "CodeDeployDefault.AllAtOnce" && file.Config(config.Value)?.MinimumHealthyHosts is not { Value: 0 }) continue;
            if (group.HostCount() is 0 or 1 || !context.Claim(config)) continue;
            var reported = report.Add(config.Range, config.Value, name.Value);
            if (DocumentEdits.ReplaceText(config, "CodeDeployDefault.HalfAtATime") is { } change) reported.With("Write CodeDeployDefault.HalfAtATime", change);
        }
    }

    /// <summary>Whether a word of the name says that users are on it.</summary>
    internal static bool IsProductive(string name)
    {
        var previous = "";
        foreach (var word in Words(name))
        {
            if (word is "prod" or "production" or "live" && previous is not ("pre" or "non" or "not" or "no")) return true;
            previous = word;
        }

        return false;
    }

    private static IEnumerable<string> Words(string name)
    {
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var inside = i < name.Length && char.IsLetter(name[i]);
            var hump = inside && i > start && char.IsUpper(name[i]) && char.IsLower(name[i - 1]);
            if (inside && !hump) continue;
            if (i > start) yield return name.Substring(start, i - start).ToLowerInvariant();
            start = hump ? i : i + 1;
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
