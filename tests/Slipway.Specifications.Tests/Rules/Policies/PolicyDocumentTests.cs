using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules;
using static Slipway.Specifications.Tests.Rules.Policies.PolicyCase;

namespace Slipway.Specifications.Tests.Rules.Policies;

/// <summary>SLW8001 to SLW8010: what can be said of the policy without a checkout.</summary>
public sealed class PolicyDocumentTests
{
    private const string Deny = "statements:\n  - Effect: Deny\n    ";
    private const string Rest = "\n    Resource: \"*\"\n";
    private const string Master = "    Condition: { StringEqualsIfExists: { \"codecommit:References\": [refs/heads/master] } }\n";
    private const string Guarded = "    Condition: { StringEqualsIfExists: { \"codecommit:References\": [refs/heads/master] }, \"Null\": { \"codecommit:References\": \"false\" } }\n";
    private const string Template = "approvalRuleTemplates:\n  - approvalRuleTemplateName: two\n    approvalRuleTemplateContent:\n      ";
    private const string Content = Template + "Version: \"2018-11-08\"\n      ";
    private const string OneApproval = "Statements: [{ Type: Approvers, NumberOfApprovalsNeeded: 1 }]\n";

    [Theory]
    [InlineData("SLW8001", Severity.Error, "protectedBranches: [\"rel‹ ›1\"]\n")]
    [InlineData("SLW8001", Severity.Error, "protectedBranches: [master, a‹.›.b]\n")]
    [InlineData("SLW8001", Severity.Error, "protectedBranches: [x‹.›lock]\n")]
    [InlineData("SLW8001", Severity.Error, "pushers: [{ branches: [\"‹@›\"], allow: [anna] }]\n")]
    [InlineData("SLW8001", Severity.Error, "deploy: [{ branches: [\"a‹\\t›b\"], deploymentGroups: [x] }]\n", true)]
    [InlineData("SLW8001", Severity.Error, "branchNames: { pattern: ‹'^(master'› }\n")]
    [InlineData("SLW8005", Severity.Error, "statements: [{ Effect: Allow, Action: ‹\"codecommit:GitPuhs\"›, Resource: \"*\" }]\n")]
    [InlineData("SLW8005", Severity.Error, "statements: [{ Effect: Allow, Action: [‹GitPull›], Resource: \"*\" }]\n")]
    [InlineData("SLW8005", Severity.Error, "statements: [{ Effect: Allow, Action: [‹\"codecommit:Push*\"›], Resource: \"*\" }]\n")]
    [InlineData("SLW8006", Severity.Error, "statements: [{ Effect: ‹deny›, Action: \"codecommit:GitPull\", Resource: \"*\" }]\n")]
    [InlineData("SLW8006", Severity.Error, "statements: [{ ‹Action›: \"codecommit:GitPull\", Resource: \"*\" }]\n")]
    [InlineData("SLW8006", Severity.Error, "statements: [{ ‹Effect›: Allow, Resource: \"*\" }]\n")]
    [InlineData("SLW8006", Severity.Error, "statements: [{ ‹Effect›: Allow, Action: \"codecommit:GitPull\" }]\n")]
    [InlineData("SLW8006", Severity.Error, "statements: [{ Effect: Allow, Action: \"*\", ‹NotAction›: \"codecommit:GitPull\", Resource: \"*\" }]\n")]
    [InlineData("SLW8006", Severity.Error, "statements: [{ Effect: Allow, Action: \"codecommit:GitPull\", Resource: ‹shop› }]\n")]
    [InlineData("SLW8006", Severity.Error, "statements: [{ Effect: Allow, Action: \"*\", Resource: \"*\", Condition: { ‹StringEqual›: { \"codecommit:References\": [refs/heads/x] } } }]\n")]
    [InlineData("SLW8006", Severity.Error, "statements: [{ Effect: Allow, Action: \"*\", Resource: \"*\", Condition: { StringEquals: { ‹\"codecommit:Reference\"›: [refs/heads/x] } } }]\n")]
    [InlineData("SLW8007", Severity.Error, "statements: [{ Effect: Allow, Action: \"*\", Resource: \"*\", Condition: { StringEquals: { \"codecommit:References\": ‹master› } } }]\n")]
    [InlineData("SLW8007", Severity.Error, "statements: [{ Effect: Allow, Action: \"*\", Resource: \"*\", Condition: { StringEquals: { \"codecommit:References\": ‹\"refs/heads/release/*\"› } } }]\n")]
    [InlineData("SLW8007", Severity.Error, Content + "DestinationReferences: [‹\"refs/heads/*-live\"›]\n      " + OneApproval)]
    [InlineData("SLW8004", Severity.Error, Deny + "Action: [\"codecommit:GitPull\", ‹\"codecommit:Git*\"›]" + Rest + Master)]
    [InlineData("SLW8004", Severity.Error, Deny + "‹NotAction›: \"codecommit:GitPull\"" + Rest + Master)]
    [InlineData("SLW8008", Severity.Warning, Deny + "‹Action›: \"codecommit:GitPush\"" + Rest + Guarded)]
    [InlineData("SLW8009", Severity.Error, Template + "Version: ‹2018-11-08›\n      " + OneApproval)]
    [InlineData("SLW8009", Severity.Error, Template + "Version: ‹\"2017\"›\n      " + OneApproval)]
    [InlineData("SLW8009", Severity.Error, "approvalRuleTemplates:\n  - approvalRuleTemplateName: x\n    ‹approvalRuleTemplateContent›:\n      " + OneApproval)]
    [InlineData("SLW8009", Severity.Error, Content + "‹Statements›: []\n")]
    [InlineData("SLW8009", Severity.Error, Content + "Statements: [{ Type: ‹Reviewers›, NumberOfApprovalsNeeded: 1 }]\n")]
    [InlineData("SLW8009", Severity.Error, Content + "Statements: [{ Type: Approvers, NumberOfApprovalsNeeded: ‹0› }]\n")]
    [InlineData("SLW8009", Severity.Error, Content + "Statements: [{ ‹Type›: Approvers }]\n")]
    [InlineData("SLW8009", Severity.Error, "approvalRuleTemplates: [{ approvalRuleTemplateName: ‹''›, approvalRuleTemplateContent: { Version: \"2018-11-08\", Statements: [{ Type: Approvers, NumberOfApprovalsNeeded: 1 }] } }]\n")]
    [InlineData("SLW8010", Severity.Error, Content + "Statements: [{ Type: Approvers, NumberOfApprovalsNeeded: ‹2›, ApprovalPoolMembers: [\"CodeCommitApprovers:123456789012:anna\"] }]\n")]
    [InlineData("SLW8010", Severity.Warning, Content + "Statements: [{ Type: Approvers, NumberOfApprovalsNeeded: ‹1›, ApprovalPoolMembers: [\"CodeCommitApprovers:123456789012:anna\"] }]\n")]
    [InlineData("SLW8010", Severity.Error, Content + "Statements: [{ Type: Approvers, NumberOfApprovalsNeeded: 1, ApprovalPoolMembers: [‹anna›] }]\n")]
    [InlineData("SLW1011", Severity.Error, "deploy: [{ branches: [a], ‹deploymentGroup›: [b] }]\n")]
    [InlineData("SLW1012", Severity.Error, "commits: ‹'^x'›\n")]
    public void Marks_the_token(string rule, Severity severity, string marked, bool escaped = false)
    {
        // The tab of an escape is one character of the name and two of the text: then the whole value is marked.
        if (escaped) marked = marked.Replace("\"a‹\\t›b\"", "‹\"a\\tb\"›", StringComparison.Ordinal);
        Marks(rule, severity, marked);
    }

    [Theory]
    [InlineData("SLW8001", "protectedBranches: [master, \"release/*\", \"*\", feature/a_b-c.d]\nbranchNames: { pattern: '^(master|dev|(feature|fix)/[a-z0-9.-]+)$' }\n")]
    [InlineData("SLW8004", Deny + "Action: \"codecommit:GitPush\"" + Rest)]
    [InlineData("SLW8004", "statements:\n  - Effect: Allow\n    Action: \"codecommit:GitPush\"" + Rest + Master)]
    [InlineData("SLW8004", Deny + "Action: \"codecommit:DeleteBranch\"" + Rest + Master)]
    [InlineData("SLW8004", Deny + "Action: \"codecommit:*\"" + Rest + Guarded)]
    [InlineData("SLW8005", "statements: [{ Effect: Allow, Action: [\"*\", \"codecommit:*\", \"codecommit:gitpull\", \"codecommit:Get*\", \"s3:GetObject\", \"codecommit:GetTree\", \"codecommit:UploadArchive\"], Resource: \"*\" }]\n")]
    [InlineData("SLW8006", "statements: [{ Sid: a, Effect: Allow, Action: \"codecommit:GitPull\", Resource: [\"" + Arn + "\", \"" + Arn + "-*\", \"arn:aws-cn:codecommit:cn-north-1:123456789012:*\"] }]\n")]
    [InlineData("SLW8006", "statements: [{ Effect: Allow, Action: \"kms:Decrypt\", Resource: \"arn:aws:kms:eu-west-1:123456789012:key/x\", Condition: { StringEquals: { \"kms:ViaService\": x } } }]\n")]
    [InlineData("SLW8006", "statements: [{ Effect: Allow, Action: \"*\", NotResource: \"*\", Condition: { Bool: { \"aws:MultiFactorAuthPresent\": \"true\" }, \"ForAnyValue:StringLikeIfExists\": { \"aws:TagKeys\": [a] } } }]\n")]
    [InlineData("SLW8007", "statements: [{ Effect: Allow, Action: \"*\", Resource: \"*\", Condition: { StringLike: { \"codecommit:References\": [\"refs/heads/release/*\", \"*\", \"refs/*\", refs/tags/v1] }, \"Null\": { \"codecommit:References\": \"false\" } } }]\n")]
    [InlineData("SLW8007", Content + "DestinationReferences: [refs/heads/master, \"refs/heads/release/*\"]\n      " + OneApproval)]
    [InlineData("SLW8008", Deny + "Action: \"codecommit:*\"" + Rest + Guarded)]
    [InlineData("SLW8008", Deny + "Action: [\"codecommit:GitPush\", \"codecommit:DeleteBranch\", \"codecommit:PutFile\", \"codecommit:DeleteFile\", \"codecommit:CreateCommit\", \"codecommit:MergeBranches*\"]" + Rest + Guarded + Content + "DestinationReferences: [refs/heads/master]\n      " + OneApproval)]
    [InlineData("SLW8008", Deny + "Action: \"codecommit:GitPush\"" + Rest + Guarded + "  - Effect: Deny\n    NotAction: \"codecommit:GitPush\"" + Rest + Guarded)]
    [InlineData("SLW8008", Deny + "Action: \"codecommit:GitPush\"" + Rest)]
    [InlineData("SLW8009", Content + OneApproval)]
    [InlineData("SLW8010", Content + OneApproval)]
    [InlineData("SLW8010", Content + "Statements: [{ Type: Approvers, NumberOfApprovalsNeeded: 2, ApprovalPoolMembers: [] }]\n")]
    [InlineData("SLW8010", Content + "Statements: [{ Type: Approvers, NumberOfApprovalsNeeded: 2, ApprovalPoolMembers: [\"CodeCommitApprovers:123456789012:*\"] }]\n")]
    [InlineData("SLW8010", Content + "Statements: [{ Type: Approvers, NumberOfApprovalsNeeded: 1, ApprovalPoolMembers: [\"arn:aws:iam::123456789012:user/anna\", \"CodeCommitApprovers:123456789012:Review/bert\"] }]\n")]
    public void Is_not_flagged(string rule, string policy) => IsSilent(rule, policy);

    [Theory]
    [InlineData("SLW8004", Deny + "Action: \"codecommit:*\"" + Rest + Master,
        Deny + "Action: \"codecommit:*\"" + Rest + "    Condition: { StringEqualsIfExists: { \"codecommit:References\": [refs/heads/master] }, Null: { \"codecommit:References\": \"false\" } }\n")]
    [InlineData("SLW8004", Deny + "Action: \"codecommit:*\"" + Rest + "    Condition:\n      StringEquals:\n        codecommit:References: refs/heads/a # why\n",
        Deny + "Action: \"codecommit:*\"" + Rest + "    Condition:\n      StringEquals:\n        codecommit:References: refs/heads/a # why\n      Null: { \"codecommit:References\": \"false\" }\n")]
    [InlineData("SLW8005", "statements: [{ Effect: Allow, Action: 'codecommit:GitPul', Resource: \"*\" }]\n", "statements: [{ Effect: Allow, Action: 'codecommit:GitPull', Resource: \"*\" }]\n")]
    [InlineData("SLW8006", "statements: [{ Effect: DENY, Action: \"codecommit:GitPull\", Resource: \"*\" }]\n", "statements: [{ Effect: Deny, Action: \"codecommit:GitPull\", Resource: \"*\" }]\n")]
    [InlineData("SLW8006", "statements: [{ Effect: Deny, Action: \"codecommit:GitPull\", Resource: \"arn:aws:codecommit:eu-west-1:123456789012:repo/a\" }]\n", "statements: [{ Effect: Deny, Action: \"codecommit:GitPull\", Resource: \"arn:aws:codecommit:eu-west-1:123456789012:a\" }]\n")]
    [InlineData("SLW8007", Content + "DestinationReferences: [origin/master]\n      " + OneApproval, Content + "DestinationReferences: [refs/heads/master]\n      " + OneApproval)]
    [InlineData("SLW8008", Deny + "Action: [\"codecommit:GitPush\", \"codecommit:Merge*\", \"codecommit:Delete*\", \"codecommit:PutFile\"] # all" + Rest + Guarded,
        Deny + "Action: [\"codecommit:GitPush\", \"codecommit:Merge*\", \"codecommit:Delete*\", \"codecommit:PutFile\", \"codecommit:CreateCommit\"] # all" + Rest + Guarded)]
    [InlineData("SLW8008", Deny + "Action:\n      - codecommit:GitPush\n      - \"codecommit:Merge*\"\n      - \"codecommit:Delete*\" # too\n      - \"codecommit:P*\"" + Rest + Guarded,
        Deny + "Action:\n      - codecommit:GitPush\n      - \"codecommit:Merge*\"\n      - \"codecommit:Delete*\" # too\n      - \"codecommit:P*\"\n      - \"codecommit:CreateCommit\"" + Rest + Guarded)]
    [InlineData("SLW8008", Deny + "NotAction: \"codecommit:C*\"" + Rest + Guarded, null)]
    [InlineData("SLW8009", Template + "Version: 2018-11-08\n      " + OneApproval, Content + OneApproval)]
    [InlineData("SLW8010", Content + "Statements: [{ Type: Approvers, NumberOfApprovalsNeeded: 1, ApprovalPoolMembers: [arn:aws:iam::123456789012:role/path/Review] }]\n",
        Content + "Statements: [{ Type: Approvers, NumberOfApprovalsNeeded: 1, ApprovalPoolMembers: [\"arn:aws:sts::123456789012:assumed-role/Review/*\"] }]\n")]
    public void The_fix(string rule, string before, string? after)
    {
        var finding = Assert.Single(Run(before), finding => finding.Rule == rule);
        if (after is null)
        {
            Assert.Null(finding.Fix);
            return;
        }

        Assert.Equal(after, FixedText.Apply(before, finding.Fix!.Changes));
        IsSilent(rule, after);
    }

    [Fact]
    public void Limits_of_templates()
    {
        var references = string.Join(", ", Enumerable.Range(0, 101).Select(i => $"refs/heads/b{i}"));
        Marks("SLW8009", Severity.Error, Content + $"‹DestinationReferences›: [{references}]\n      " + OneApproval);
        var members = string.Join(", ", Enumerable.Range(0, 51).Select(i => $"\"CodeCommitApprovers:123456789012:p{i}\""));
        Marks("SLW8010", Severity.Error, Content + $"Statements: [{{ Type: Approvers, NumberOfApprovalsNeeded: 1, ‹ApprovalPoolMembers›: [{members}] }}]\n");
        var long3000 = string.Join(", ", Enumerable.Range(0, 90).Select(i => $"refs/heads/{new string('x', 30)}{i}"));
        Marks("SLW8009", Severity.Error, Content.Replace("approvalRuleTemplateContent", "‹approvalRuleTemplateContent›", StringComparison.Ordinal) + $"DestinationReferences: [{long3000}]\n      " + OneApproval);
    }

    [Fact]
    public void A_policy_with_files_is_no_appspec()
    {
        Assert.Equal(DocumentKind.BranchPolicy, DocumentKinds.Recognise(AppSpecCheck.Read("files:\n  - { branches: [a], maxSize: 1MB }\n"), "x.yml"));
        Assert.Equal(DocumentKind.ServerAppSpec, DocumentKinds.Recognise(AppSpecCheck.Read("files:\n  - { source: a, destination: /b }\n"), "x.yml"));
        Assert.Equal(DocumentKind.ServerAppSpec, DocumentKinds.Recognise(AppSpecCheck.Read("version: 0.0\nfiles:\n  - { branches: [a] }\n"), "branch-policy.yml"));
    }

    [Theory]
    [InlineData("default: ‹denied›\n", "'default' must be deny or allow, but is 'denied', which counts as nothing said.")]
    [InlineData("deploy:\n  - { branches: [a], deploymentGroups: [b], requireCleanTree: ‹ture› }\n", "'requireCleanTree' must be true or false, but is 'ture', which counts as nothing said. Did you mean 'true'?")]
    [InlineData("deploy:\n  - { branches: [a], deploymentGroups: [b], requireUpToDate: ‹always› }\n", "'requireUpToDate' must be true or false, but is 'always', which counts as nothing said.")]
    [InlineData("deploy:\n  - { branches: [a], deploymentGroups: [b], requireApprovals: ‹two› }\n", "'requireApprovals' must be a whole number, but is 'two', which counts as nothing said.")]
    [InlineData("deploy:\n  - { branches: [a], deploymentGroups: [b], approvals: ‹trailer› }\n", "'approvals' must be trailers or codecommit, but is 'trailer', which counts as nothing said. Did you mean 'trailers'?")]
    [InlineData("files:\n  - { branches: [a], maxSize: ‹ten MB› }\n", "'maxSize' must be a size such as 10MB, but is 'ten MB', which counts as nothing said.")]
    [InlineData("files:\n  - { branches: [a], allowBinary: ‹none› }\n", "'allowBinary' must be true or false, but is 'none', which counts as nothing said.")]
    public void A_value_that_nobody_understands_is_no_demand(string marked, string message) =>
        Assert.Equal(message, RuleProbe.Marks("SLW1012", Severity.Error, "branch-policy.yml", marked).Message);

    [Theory]
    [InlineData("default: allow\nfiles:\n  - { branches: [a], maxSize: 500 KB, allowBinary: no }\n  - { branches: [b], maxSize: 4096, allowBinary: False }\n")]
    [InlineData("default: \"deny\"\ndeploy:\n  - { branches: [a], deploymentGroups: [b], requireCleanTree: yes, requireUpToDate: TRUE, requireApprovals: 2, approvals: codecommit }\n")]
    [InlineData("default:\ndeploy:\n  - { branches: [a], deploymentGroups: [b], requireCleanTree: , requireApprovals: \"0\" }\n")]
    public void Values_that_are_understood_are_fine(string text) => RuleProbe.IsSilent("SLW1012", "branch-policy.yml", text);
}
