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
            if (IsPolicy(root)) return DocumentKind.BranchPolicy;
            if (Any(root, ServerKeys)) return DocumentKind.ServerAppSpec;
            if (resources is not null && IsEcs(document.Text)) return DocumentKind.EcsAppSpec;
            if (resources is not null && IsLambda(document.Text)) return DocumentKind.LambdaAppSpec;
            if (Any(root, DeployKeys)) return DocumentKind.DeployFile;
            if (Any(root, PolicyKeys)) return DocumentKind.BranchPolicy;
        }

        var name = file.Substring(file.LastIndexOfAny(['/', '\\']) + 1);
        if (Same(name, "deploy.yml") || Same(name, "deploy.yaml")) return DocumentKind.DeployFile;
        return Same(name, "branch-policy.yml") || Same(name, "branch-policy.yaml") ? DocumentKind.BranchPolicy : DocumentKind.ServerAppSpec;
    }

    /// <summary>Whether a file is an appspec of any platform.</summary>
    public static bool IsAppSpec(this DocumentKind kind) => kind is DocumentKind.ServerAppSpec or DocumentKind.LambdaAppSpec or DocumentKind.EcsAppSpec;

    /// <summary><c>files</c> is a key of policies too: its items tell, and the keys that only one of the two has.</summary>
    private static bool IsPolicy(YamlMapping root) => !root.Entries.Any(entry => entry.Name is "version" or "os" or "hooks" or "permissions")
        && (Any(root, OnlyPolicyKeys) || (root.Find("files")?.Value is YamlSequence files && files.Items.Any(item => item is YamlMapping rule && (rule.Find("branches") ?? rule.Find("maxSize")) is not null)));

    private static bool IsEcs(string text) => text.Contains("AWS::ECS::Service") || (text.Contains("TaskDefinition") && !text.Contains("AWS::Lambda::Function"));

    private static bool IsLambda(string text) => text.Contains("AWS::Lambda::") || text.Contains("TargetVersion") || text.Contains("CurrentVersion");

    private static bool Any(YamlMapping root, HashSet<string> keys) => root.Entries.Any(entry => entry.Name is { } name && keys.Contains(name));

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
