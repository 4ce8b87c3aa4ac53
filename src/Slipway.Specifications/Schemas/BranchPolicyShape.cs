namespace Slipway.Specifications.Schemas;

/// <summary>The description of branch-policy.yml.</summary>
internal static class BranchPolicyShape
{
    private static readonly ListShape Branches =
        new(new ScalarShape { Examples = ["master", "release/*", "*"] }, "Branches; * stands for any stretch of the name, slashes included.") { OrSingle = true };

    private static readonly ListShape OneOrMore = new(new ScalarShape()) { OrSingle = true };

    public static MappingShape Root { get; } = new("branch-policy.yml",
    [
        new("default", new ScalarShape(Description: "Whether a branch may deploy to a group that no entry of 'deploy' names.") { Values = ["deny", "allow"] }),
        new("protectedBranches", Branches with { Description = "Branches that take no direct push but from those named under 'pushers'." }),
        new("branchNames", new MappingShape("'branchNames'",
        [
            new("pattern", new ScalarShape(Description: "A regular expression for the names of branches that are not protected."), Required: true),
        ], "How branches are called.")),
        new("commits", new MappingShape("'commits'",
        [
            new("messagePattern", new ScalarShape(Description: "A regular expression for the first line of a commit message."), Required: true),
        ], "What commits must be like.")),
        new("files", new ListShape(new MappingShape("an item of 'files'",
        [
            new("branches", Branches, Required: true),
            new("maxSize", new ScalarShape(Description: "The largest file: 10MB, 500KB or a number of bytes.") { Examples = ["10MB"] }),
            new("allowBinary", new ScalarShape(ScalarType.Boolean, "Whether binary files are accepted.")),
            new("except", OneOrMore with { Description = "Files that the entry passes over; * is a wildcard." }),
        ]), "Size and kind of the files on a branch.")),
        new("deploy", new ListShape(new MappingShape("an item of 'deploy'",
        [
            new("branches", Branches, Required: true),
            new("deploymentGroups", new ListShape(new ScalarShape(), "Deployment groups of deploy.yml; * is a wildcard.") { OrSingle = true }, Required: true),
            new("requireCleanTree", new ScalarShape(ScalarType.Boolean, "Whether every file must be committed.")),
            new("requireUpToDate", new ScalarShape(ScalarType.Boolean, "Whether the branch must be exactly where its upstream is.")),
            new("requireApprovals", new ScalarShape(ScalarType.Integer, "How many people other than the author must have approved the commit.")),
            new("approvals", new ScalarShape(Description: "Where approvals are: Approved-by trailers and notes, or CodeCommit's pull request.") { Values = ["trailers", "codecommit"] }),
            new("approvers", OneOrMore with { Description = "Whose approvals count; everybody's when absent." }),
        ]), "Which branches may deploy to which groups. The entries are a union.")),
        new("pushers", new ListShape(new MappingShape("an item of 'pushers'",
        [
            new("branches", Branches, Required: true),
            new("allow", OneOrMore with { Description = "Users and roles." }, Required: true),
        ]), "Who may push to protected branches.")),
        new("statements", new ListShape(new MappingShape("a statement",
        [
            new("Sid", new ScalarShape(Description: "A name of the statement.")),
            new("Effect", new ScalarShape { Values = ["Allow", "Deny"] }),
            new("Principal", OneOrMore with { Description = "Users and roles that the statement is about; everybody when absent." }),
            new("Action", OneOrMore with { Description = "What is allowed or denied: codecommit:GitPush." }),
            new("NotAction", OneOrMore with { Description = "Everything but these." }),
            new("Resource", OneOrMore with { Description = "Repositories: arn:aws:codecommit:<region>:<account>:<name>." }),
            new("NotResource", OneOrMore with { Description = "Every repository but these." }),
            new("Condition", new MappingShape("'Condition'", [], "All must hold.")
            {
                Others = new MappingShape("a condition operator", [], "The values of a key, of which one must fit.") { Others = OneOrMore },
            }),
        ]), "IAM statements with codecommit actions; a Deny always wins.")),
        new("approvalRuleTemplates", new ListShape(new MappingShape("an approval rule template",
        [
            new("approvalRuleTemplateName", new ScalarShape(Description: "1 to 100 characters."), Required: true),
            new("approvalRuleTemplateDescription", new ScalarShape(Description: "At most 1000 characters.")),
            new("approvalRuleTemplateContent", new MappingShape("'approvalRuleTemplateContent'",
            [
                new("Version", new ScalarShape { Values = ["2018-11-08"] }, Required: true),
                new("DestinationReferences", OneOrMore with { Description = "Branches as refs/heads/...; all when absent." }),
                new("Statements", new ListShape(new MappingShape("a statement of an approval rule template",
                [
                    new("Type", new ScalarShape { Values = ["Approvers"] }, Required: true),
                    new("NumberOfApprovalsNeeded", new ScalarShape(ScalarType.Integer), Required: true),
                    new("ApprovalPoolMembers", OneOrMore with { Description = "Whose approvals count: CodeCommitApprovers:<account>:<name> or an ARN." }),
                ])), Required: true),
            ], "CodeCommit's content, version 2018-11-08."), Required: true),
            new("repositoryNames", OneOrMore with { Description = "The repositories that the template is associated with." }),
        ]), "CodeCommit's approval rule templates.")),
    ], "Which branches are protected, which may deploy to which groups, and who may do what.");
}
