using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Shell;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5014: variables that the agent does not set.</summary>
internal static class ShellNames
{
    private static readonly string[] BuildServices = ["CODEBUILD_", "GITHUB_", "CI_", "BUILD_", "TEAMCITY_", "BITBUCKET_"];

    /// <summary>What is said of <c>BUNDLE_COMMIT</c> where the revision is no commit.</summary>
    internal const string OnlyFromGitHub = "It exists only for revisions from GitHub; here BUNDLE_ETAG and BUNDLE_VERSION tell the revision.";

    /// <summary>What the agent sets for every hook; the last ones only for some kinds of revision.</summary>
    public static readonly string[] OfCodeDeploy =
    [
        "APPLICATION_NAME", "DEPLOYMENT_ID", "DEPLOYMENT_GROUP_NAME", "DEPLOYMENT_GROUP_ID", "LIFECYCLE_EVENT", "BUNDLE_BUCKET", "BUNDLE_KEY", "BUNDLE_VERSION", "BUNDLE_ETAG", "BUNDLE_COMMIT",
    ];

    public static void NotSet(RuleContext context, RuleReport report)
    {
        bool? fromBucket = null;
        HashSet<string>? given = null;
        foreach (var hook in ShellHook.Whole(context))
        {
            if (hook.IsLibrary) continue;
            var reads = SourcedFrom(hook);
            HashSet<string>? tested = null;
            foreach (var variable in hook.Script.Variables)
            {
                if (variable.Start > reads) break;
                if (variable.NameLength < 7 && !IsOfBuildService(hook.Script.Text, variable)) continue;
                var name = hook.Script.Name(variable);
                if (name[0] is >= '0' and <= '9' || hook.Script.Assigned.Contains(name)) continue;
                var (advice, right) = Judge(context, name, ref fromBucket);
                if (advice is null) continue;
                tested ??= Tested(hook.Script);
                given ??= InstanceVariables.Of(context);
                if (tested.Contains(name) || given.Contains(name)) continue;
                report.AddIn(hook.File.File, Severity.Warning, hook.File.Range(variable.Start, variable.Length), name, advice)
                    .With(right is null ? null : new Fix($"Read {right}", [new TextChange(variable.NameStart, variable.NameLength, right)]));
            }
        }
    }

    private static bool IsOfBuildService(string text, ShellVariable variable) => variable.NameLength > 3 && Array.Exists(BuildServices, prefix => string.CompareOrdinal(text, variable.NameStart, prefix, 0, prefix.Length) == 0);

    private static (string? Advice, string? Right) Judge(RuleContext context, string name, ref bool? fromBucket)
    {
        if (name == "BUNDLE_COMMIT") return (fromBucket ??= ComesFromBucket(context)) ? (OnlyFromGitHub, null) : (null, null);
        if (Array.IndexOf(OfCodeDeploy, name) >= 0) return (null, null);
        if (Array.Exists(BuildServices, prefix => name.StartsWith(prefix, StringComparison.Ordinal))) return ("The build server knows it, the host does not: write its value into a file of the revision.", null);
        return NearestName.Of(name, OfCodeDeploy) is { } near ? ($"Did you mean '{near}'?", near) : (null, null);
    }

    /// <summary>Whether deploy.yml says that revisions are archives in a bucket: then <c>BUNDLE_COMMIT</c> is not set.</summary>
    internal static bool ComesFromBucket(RuleContext context) =>
        context.Companion(DocumentKind.DeployFile)?.Document.Root is YamlMapping root && root.Find("revision")?.Value is YamlMapping revision
        && (revision.Find("bundleType") is not null || revision.Find("s3Location") is not null) && revision.Find("gitHubLocation") is null;

    /// <summary>The offset from which on other files may have set anything.</summary>
    private static int SourcedFrom(ShellHook hook)
    {
        foreach (var call in hook.Script.Calls)
        {
            if (call.Name is "." or "source" or "eval") return call.Node.Start;
            if (call.Name is "export" or "declare" && call.ArgumentCount > 0 && hook.Script.Text[hook.Script.Words[call.FirstArgument].Start] is '$' or '`' or '"') return call.Node.Start;
        }

        return int.MaxValue;
    }

    /// <summary>The names whose absence the script knows of.</summary>
    internal static HashSet<string> Tested(ShellScript script)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var variable in script.Variables)
        {
            if (variable.IsGuarded) names.Add(script.Name(variable));
        }

        foreach (var node in script.Nodes)
        {
            var isTest = node.Kind == ShellNodeKind.Test || (node.Kind == ShellNodeKind.Command && script.CallOf(node).Name is "[" or "test");
            for (var i = node.FirstWord + 1; isTest && i < node.FirstWord + node.WordCount; i++)
            {
                var word = script.Words[i];
                if (word.VariableCount != 1 || !(script.Is(script.Words[i - 1], "-n") || script.Is(script.Words[i - 1], "-z"))) continue;
                names.Add(script.Name(script.Variables[word.FirstVariable]));
            }
        }

        return names;
    }
}
