using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Policies;

/// <summary>
/// A branch-policy.yml: what is written, with its places. What has the wrong shape is left out; rules say so.
/// </summary>
public sealed record BranchPolicy
{
    /// <summary>The root of the document.</summary>
    public required YamlMapping Root { get; init; }

    /// <summary><c>allow</c> or <c>deny</c> for groups that no entry names; null without <c>default</c>.</summary>
    public string? Default { get; init; }

    /// <summary>Branches that take no direct push but from those whom <see cref="Pushers"/> allow.</summary>
    public IReadOnlyList<PolicyText> ProtectedBranches { get; init; } = [];

    /// <summary>The regular expression for the names of other branches.</summary>
    public PolicyText? BranchPattern { get; init; }

    /// <summary>The regular expression for the first lines of commit messages.</summary>
    public PolicyText? MessagePattern { get; init; }

    /// <summary>Size and kind of files, by branch.</summary>
    public IReadOnlyList<FileRule> Files { get; init; } = [];

    /// <summary>Which branches deploy to which groups; null without <c>deploy</c>.</summary>
    public YamlEntry? DeployEntry { get; init; }

    /// <summary>The items of <c>deploy</c>: a union, without an order.</summary>
    public IReadOnlyList<DeployRule> Deploy { get; init; } = [];

    /// <summary>Who may push to protected branches.</summary>
    public IReadOnlyList<PusherRule> Pushers { get; init; } = [];

    /// <summary>IAM statements.</summary>
    public IReadOnlyList<PolicyStatement> Statements { get; init; } = [];

    /// <summary>CodeCommit's approval rule templates.</summary>
    public IReadOnlyList<ApprovalTemplate> Templates { get; init; } = [];

    /// <summary>The smallest size above which some rule may speak of a file.</summary>
    public long SmallestFileLimit
    {
        get
        {
            var smallest = Statements.Any(statement => statement.OpensApi) ? FileRule.ApiLimit : FileRule.GitLimit;
            foreach (var rule in Files)
            {
                if (rule.MaxSize is { } size && size < smallest) smallest = size;
            }

            return smallest;
        }
    }

    /// <summary>Reads a document; null when it is no mapping or cannot be read.</summary>
    public static BranchPolicy? Read(YamlDocument document) => document is { Fault: null, Root: YamlMapping root } ? BranchPolicyReader.Read(root) : null;
}

/// <summary>A text of the policy and where it stands.</summary>
/// <param name="Value">The text.</param>
/// <param name="Node">Its place.</param>
public sealed record PolicyText(string Value, YamlScalar Node);

/// <summary>An item of <c>files</c>.</summary>
public sealed record FileRule
{
    /// <summary>The largest file that CodeCommit takes by push.</summary>
    public const long GitLimit = 2_147_483_648;

    /// <summary>The largest file that CodeCommit takes through its API.</summary>
    public const long ApiLimit = 6 * 1024 * 1024;

    /// <summary>The item.</summary>
    public required YamlMapping Node { get; init; }

    /// <summary>Branches, with wildcards.</summary>
    public IReadOnlyList<PolicyText> Branches { get; init; } = [];

    /// <summary>The largest size; null where none is given or it is no size.</summary>
    public long? MaxSize { get; init; }

    /// <summary>Whether binary files are welcome; null where nothing is said.</summary>
    public bool? AllowBinary { get; init; }

    /// <summary>Files and patterns that the rule passes over.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];
}

/// <summary>An item of <c>deploy</c>.</summary>
public sealed record DeployRule
{
    /// <summary>The item.</summary>
    public required YamlMapping Node { get; init; }

    /// <summary>Branches, with wildcards.</summary>
    public IReadOnlyList<PolicyText> Branches { get; init; } = [];

    /// <summary>Groups, with wildcards.</summary>
    public IReadOnlyList<PolicyText> Groups { get; init; } = [];

    /// <summary>Whether the working tree must be clean.</summary>
    public bool RequireCleanTree { get; init; }

    /// <summary>Whether the branch must be where its upstream is.</summary>
    public bool RequireUpToDate { get; init; }

    /// <summary>How many people must have approved the commit.</summary>
    public int RequireApprovals { get; init; }

    /// <summary>Whether approvals are those of CodeCommit's pull request, which only the deployment can ask for.</summary>
    public bool ApprovalsByCodeCommit { get; init; }

    /// <summary>Whose approvals count; empty where everybody's do.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];

    /// <summary>Whether it names the branch.</summary>
    public bool CoversBranch(string branch) => Wildcard.Any(Branches, branch);

    /// <summary>Whether it names the group.</summary>
    public bool CoversGroup(string group) => Wildcard.Any(Groups, group);
}

/// <summary>An item of <c>pushers</c>.</summary>
public sealed record PusherRule
{
    /// <summary>The item.</summary>
    public required YamlMapping Node { get; init; }

    /// <summary>Branches, with wildcards.</summary>
    public IReadOnlyList<PolicyText> Branches { get; init; } = [];

    /// <summary>Users and roles, with wildcards.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];
}

/// <summary>An item of <c>approvalRuleTemplates</c>.</summary>
public sealed record ApprovalTemplate
{
    /// <summary>The item.</summary>
    public required YamlMapping Node { get; init; }

    /// <summary>The key of its content; null without one.</summary>
    public YamlEntry? ContentEntry { get; init; }

    /// <summary>The content; null when it is no mapping.</summary>
    public YamlMapping? Content => ContentEntry?.Value as YamlMapping;

    /// <summary>The branches that it is for, as full references; empty for all.</summary>
    public IReadOnlyList<PolicyText> DestinationReferences { get; init; } = [];

    /// <summary>Its statements.</summary>
    public IReadOnlyList<ApprovalStatement> Statements { get; init; } = [];
}

/// <summary>A statement of an approval rule template.</summary>
public sealed record ApprovalStatement
{
    /// <summary>The statement.</summary>
    public required YamlMapping Node { get; init; }

    /// <summary>How many approvals; null when it is no number.</summary>
    public int? Needed { get; init; }

    /// <summary>Whose approvals count; empty for everybody's.</summary>
    public IReadOnlyList<PolicyText> Pool { get; init; } = [];
}
