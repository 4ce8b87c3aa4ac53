namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>The deployment configurations that exist without being written.</summary>
internal static class PredefinedConfigs
{
    public const string Prefix = "CodeDeployDefault.";

    /// <summary>Their names, the usual ones first.</summary>
    public static string[] Names { get; } =
    [
        "CodeDeployDefault.OneAtATime", "CodeDeployDefault.HalfAtATime", "CodeDeployDefault.AllAtOnce",
        "CodeDeployDefault.LambdaAllAtOnce",
        "CodeDeployDefault.LambdaCanary10Percent5Minutes", "CodeDeployDefault.LambdaCanary10Percent10Minutes",
        "CodeDeployDefault.LambdaCanary10Percent15Minutes", "CodeDeployDefault.LambdaCanary10Percent30Minutes",
        "CodeDeployDefault.LambdaLinear10PercentEvery1Minute", "CodeDeployDefault.LambdaLinear10PercentEvery2Minutes",
        "CodeDeployDefault.LambdaLinear10PercentEvery3Minutes", "CodeDeployDefault.LambdaLinear10PercentEvery10Minutes",
        "CodeDeployDefault.ECSAllAtOnce",
        "CodeDeployDefault.ECSCanary10Percent5Minutes", "CodeDeployDefault.ECSCanary10Percent15Minutes",
        "CodeDeployDefault.ECSLinear10PercentEvery1Minutes", "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
    ];

    /// <summary>Whether there is one of that name.</summary>
    public static bool Has(string name) => Array.IndexOf(Names, name) >= 0;

    /// <summary>The platform of one of them.</summary>
    public static string PlatformOf(string name) =>
        name.StartsWith("CodeDeployDefault.Lambda", StringComparison.Ordinal) ? "Lambda" : name.StartsWith("CodeDeployDefault.ECS", StringComparison.Ordinal) ? "ECS" : "Server";

    /// <summary>
    /// The name that a misspelt one means, and whether no other comes into question. The plural of minutes, another case and a missing prefix
    /// leave no doubt; otherwise one letter may be one of several numbers.
    /// </summary>
    public static string? Nearest(string name, IReadOnlyList<string> declared, out bool isCertain)
    {
        isCertain = true;
        var bare = Bare(name);
        foreach (var candidate in Names)
        {
            if (Bare(candidate) == bare) return candidate;
        }

        var all = declared.Concat(Names).ToList();
        if ((NearestName.Of(name, all) ?? NearestName.Of(Prefix + name, Names)) is not { } near) return null;
        all.Remove(near);
        isCertain = NearestName.Of(name, all) is null && NearestName.Of(Prefix + name, all) is null;
        return near;
    }

    private static string Bare(string name)
    {
        var text = name.ToLowerInvariant().Replace("-", "").Replace("_", "").Replace(" ", "");
        if (text.StartsWith("codedeploydefault", StringComparison.Ordinal)) text = text.Substring("codedeploydefault".Length).TrimStart('.');
        return text.TrimEnd('s');
    }
}
