using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules;

/// <summary>What a YAML file is, recognised by its content.</summary>
public enum DocumentKind
{
    /// <summary>An appspec for EC2 and on-premises instances; also what cannot be told.</summary>
    ServerAppSpec,

    /// <summary>An appspec for AWS Lambda.</summary>
    LambdaAppSpec,

    /// <summary>An appspec for Amazon ECS.</summary>
    EcsAppSpec,

    /// <summary>A deploy.yml.</summary>
    DeployFile,

    /// <summary>A branch-policy.yml.</summary>
    BranchPolicy,
}

/// <summary>Tells the kinds apart.</summary>
public static class DocumentKinds
{
    private static readonly HashSet<string> ServerKeys = ["os", "files", "hooks", "permissions", "file_exists_behavior"];

    private static readonly HashSet<string> DeployKeys =
        ["applicationName", "deploymentGroups", "deploymentConfigs", "instances", "stateLocation", "computePlatform", "externalDeploymentConfigs"];

    private static readonly HashSet<string> PolicyKeys =
        ["protectedBranches", "branchNames", "commits", "deploy", "pushers", "statements", "approvalRuleTemplates", "default"];

    private static readonly HashSet<string> OnlyPolicyKeys = ["protectedBranches", "branchNames", "pushers", "approvalRuleTemplates"];

    /// <summary>The kind of a document; the file's name decides only where the content does not.</summary>
    /// <param name="document">The parsed file.</param>
    /// <param name="file">Its name.</param>
    public static DocumentKind Recognise(YamlDocument document, string file)
    {
        var root = document.Root as YamlMapping;
        if (root is not null)
        {
            var resources = root.Find("Resources") ?? root.Find("resources");
            if (resources is not null && PlatformOf(TypeOf(resources.Value)) is { } platform) return platform;
            if (IsPolicy(root)) return DocumentKind.BranchPolicy;
            if (Any(root, ServerKeys)) return DocumentKind.ServerAppSpec;
            if (resources is not null) return IsEcs(document.Text) ? DocumentKind.EcsAppSpec : DocumentKind.LambdaAppSpec;
            if (Any(root, DeployKeys)) return DocumentKind.DeployFile;
            if (Any(root, PolicyKeys)) return DocumentKind.BranchPolicy;
            if (root.Find("Hooks")?.Value is YamlSequence hooks) return hooks.Items.Any(IsEcsHook) ? DocumentKind.EcsAppSpec : DocumentKind.LambdaAppSpec;
        }

        var name = file.Substring(file.LastIndexOfAny(['/', '\\']) + 1);
        if (Same(name, "deploy.yml") || Same(name, "deploy.yaml")) return DocumentKind.DeployFile;
        return Same(name, "branch-policy.yml") || Same(name, "branch-policy.yaml") ? DocumentKind.BranchPolicy : DocumentKind.ServerAppSpec;
    }

    /// <summary>Whether a file is an appspec of any platform.</summary>
    public static bool IsAppSpec(this DocumentKind kind) => kind is DocumentKind.ServerAppSpec or DocumentKind.LambdaAppSpec or DocumentKind.EcsAppSpec;

    /// <summary>The type that the first resource names; null without one.</summary>
    private static string? TypeOf(YamlNode resources)
    {
        var item = resources is YamlSequence { Items.Count: > 0 } list ? list.Items[0] : resources;
        if (item is not YamlMapping { Entries.Count: > 0 } mapping) return null;
        // A type beside the name of its resource is one indentation short of its place.
        var type = (mapping.Entries[0].Value as YamlMapping)?.Find("Type") ?? (mapping.Entries[0].Value as YamlMapping)?.Find("type") ?? mapping.Find("Type");
        return (type?.Value as YamlScalar)?.Value;
    }

    /// <summary><c>files</c> is a key of policies too: its items tell, and the keys that only one of the two has.</summary>
    private static bool IsPolicy(YamlMapping root) => !root.Entries.Any(entry => entry.Name is "version" or "os" or "hooks" or "permissions")
        && (Any(root, OnlyPolicyKeys) || (root.Find("files")?.Value is YamlSequence files && files.Items.Any(item => item is YamlMapping rule && (rule.Find("branches") ?? rule.Find("maxSize")) is not null)));

    private static DocumentKind? PlatformOf(string? type) => type is null || !type.StartsWith("AWS:", StringComparison.OrdinalIgnoreCase) ? null
        : type.IndexOf("ECS", StringComparison.OrdinalIgnoreCase) >= 0 ? DocumentKind.EcsAppSpec
        : type.IndexOf("Lambda", StringComparison.OrdinalIgnoreCase) >= 0 ? DocumentKind.LambdaAppSpec : null;

    private static bool IsEcsHook(YamlNode item) =>
        item is YamlMapping { Entries.Count: > 0 } mapping && mapping.Entries[0].Name is "BeforeInstall" or "AfterInstall" or "AfterAllowTestTraffic";

    private static bool IsEcs(string text) => text.Contains("AWS::ECS::Service") || (text.Contains("TaskDefinition") && !text.Contains("AWS::Lambda::Function"));

    private static bool Any(YamlMapping root, HashSet<string> keys) => root.Entries.Any(entry => entry.Name is { } name && keys.Contains(name));

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
