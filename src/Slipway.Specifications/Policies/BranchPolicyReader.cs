using System.Globalization;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Policies;

/// <summary>Takes from a document what has the shape of a branch policy.</summary>
internal static class BranchPolicyReader
{
    public static BranchPolicy Read(YamlMapping root) => new()
    {
        Root = root,
        Default = Text(root, "default")?.Value,
        ProtectedBranches = Texts(root, "protectedBranches"),
        BranchPattern = root.Find("branchNames")?.Value is YamlMapping names ? Text(names, "pattern") : null,
        MessagePattern = root.Find("commits")?.Value is YamlMapping commits ? Text(commits, "messagePattern") : null,
        Files = Items(root, "files").ConvertAll(FileRule),
        DeployEntry = root.Find("deploy"),
        Deploy = Items(root, "deploy").ConvertAll(DeployRule),
        Pushers = Items(root, "pushers").ConvertAll(item => new PusherRule { Node = item, Branches = Texts(item, "branches"), Allow = Values(item, "allow") }),
        Statements = Items(root, "statements").ConvertAll(Statement),
        Templates = Items(root, "approvalRuleTemplates").ConvertAll(Template),
    };

    private static FileRule FileRule(YamlMapping item) => new()
    {
        Node = item,
        Branches = Texts(item, "branches"),
        MaxSize = Text(item, "maxSize") is { } size ? FileSize.Parse(size.Value) : null,
        AllowBinary = Boolean(item, "allowBinary"),
        Except = Values(item, "except"),
    };

    private static DeployRule DeployRule(YamlMapping item) => new()
    {
        Node = item,
        Branches = Texts(item, "branches"),
        Groups = Texts(item, "deploymentGroups"),
        RequireCleanTree = Boolean(item, "requireCleanTree") == true,
        RequireUpToDate = Boolean(item, "requireUpToDate") == true,
        RequireApprovals = Number(Text(item, "requireApprovals")) ?? 0,
        ApprovalsByCodeCommit = Text(item, "approvals")?.Value == "codecommit",
        Approvers = Values(item, "approvers"),
    };

    private static PolicyStatement Statement(YamlMapping item)
    {
        var conditions = new List<PolicyCondition>();
        if (item.Find("Condition") is { Value: YamlMapping operators })
        {
            foreach (var entry in operators.Entries)
            {
                if (entry.Name is not { } name || entry.Value is not YamlMapping keys) continue;
                foreach (var key in keys.Entries)
                {
                    if (key.Name is { } keyName) conditions.Add(new PolicyCondition(name, entry.Key, keyName, key.Key, Texts(key.Value)));
                }
            }
        }

        return new PolicyStatement
        {
            Node = item,
            Effect = Text(item, "Effect"),
            Principals = Values(item, "Principal"),
            Actions = Texts(item, "Action"),
            NotActions = Texts(item, "NotAction"),
            Resources = Texts(item, "Resource"),
            NotResources = Texts(item, "NotResource"),
            ConditionEntry = item.Find("Condition"),
            Conditions = conditions,
        };
    }

    private static ApprovalTemplate Template(YamlMapping item)
    {
        var entry = item.Find("approvalRuleTemplateContent");
        var content = entry?.Value as YamlMapping;
        return new ApprovalTemplate
        {
            Node = item,
            ContentEntry = entry,
            DestinationReferences = content is null ? [] : Texts(content, "DestinationReferences"),
            Statements = content is null ? [] : Items(content, "Statements").ConvertAll(statement => new ApprovalStatement
            {
                Node = statement,
                Needed = Number(Text(statement, "NumberOfApprovalsNeeded")),
                Pool = Texts(statement, "ApprovalPoolMembers"),
            }),
        };
    }

    private static List<YamlMapping> Items(YamlMapping mapping, string key) => mapping.Find(key)?.Value is YamlSequence list ? list.Items.OfType<YamlMapping>().ToList() : [];

    private static PolicyText? Text(YamlMapping mapping, string key) => mapping.Find(key)?.Value is YamlScalar scalar && HasText(scalar) ? new PolicyText(scalar.Value, scalar) : null;

    private static List<PolicyText> Texts(YamlMapping mapping, string key) => mapping.Find(key) is { } entry ? Texts(entry.Value) : [];

    /// <summary>The texts of a list; one text stands for a list of one, as IAM has it.</summary>
    private static List<PolicyText> Texts(YamlNode node) => node switch
    {
        YamlScalar scalar when HasText(scalar) => [new PolicyText(scalar.Value, scalar)],
        YamlSequence list => list.Items.OfType<YamlScalar>().Where(HasText).Select(scalar => new PolicyText(scalar.Value, scalar)).ToList(),
        _ => [],
    };

    private static List<string> Values(YamlMapping mapping, string key) => Texts(mapping, key).ConvertAll(text => text.Value);

    private static bool HasText(YamlScalar scalar) => scalar.IsQuoted || scalar.Value is not ("" or "~" or "null" or "Null" or "NULL");

    private static bool? Boolean(YamlMapping mapping, string key) => Text(mapping, key)?.Value.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => null,
    };

    private static int? Number(PolicyText? text) => text is not null && int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
