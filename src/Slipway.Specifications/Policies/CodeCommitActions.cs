namespace Slipway.Specifications.Policies;

/// <summary>The actions of CodeCommit: the operations of its API, and those that exist in policies only.</summary>
internal static class CodeCommitActions
{
    public const string Prefix = "codecommit:";

    public const string GitPush = "codecommit:GitPush";

    /// <summary>Those that write a branch without a push, and are not about pull requests.</summary>
    public static IReadOnlyList<string> BranchWrites { get; } =
    [
        "codecommit:DeleteBranch", "codecommit:PutFile", "codecommit:DeleteFile", "codecommit:CreateCommit",
        "codecommit:MergeBranchesByFastForward", "codecommit:MergeBranchesBySquash", "codecommit:MergeBranchesByThreeWay",
    ];

    /// <summary>Those that write a branch by merging a pull request.</summary>
    public static IReadOnlyList<string> PullRequestMerges { get; } =
        ["codecommit:MergePullRequestByFastForward", "codecommit:MergePullRequestBySquash", "codecommit:MergePullRequestByThreeWay"];

    /// <summary>All names without the prefix, the most used ones first.</summary>
    public static IReadOnlyList<string> Names { get; } = (
        "GitPull GitPush CreateBranch DeleteBranch PutFile DeleteFile CreateCommit CreatePullRequest MergePullRequestByFastForward MergePullRequestBySquash MergePullRequestByThreeWay "
        + "MergeBranchesByFastForward MergeBranchesBySquash MergeBranchesByThreeWay ListRepositories GetRepository GetBranch ListBranches GetCommit GetReferences GetTree GetObjectIdentifier "
        + "GetCommitHistory GetCommitsFromMergeBase BatchGetPullRequests UploadArchive GetUploadArchiveStatus CancelUploadArchive "
        + "AssociateApprovalRuleTemplateWithRepository BatchAssociateApprovalRuleTemplateWithRepositories BatchDescribeMergeConflicts BatchDisassociateApprovalRuleTemplateFromRepositories "
        + "BatchGetCommits BatchGetRepositories CreateApprovalRuleTemplate CreatePullRequestApprovalRule CreateRepository CreateUnreferencedMergeCommit DeleteApprovalRuleTemplate "
        + "DeleteCommentContent DeletePullRequestApprovalRule DeleteRepository DescribeMergeConflicts DescribePullRequestEvents DisassociateApprovalRuleTemplateFromRepository "
        + "EvaluatePullRequestApprovalRules GetApprovalRuleTemplate GetBlob GetComment GetCommentReactions GetCommentsForComparedCommit GetCommentsForPullRequest GetDifferences GetFile "
        + "GetFolder GetMergeCommit GetMergeConflicts GetMergeOptions GetPullRequest GetPullRequestApprovalStates GetPullRequestOverrideState GetRepositoryTriggers "
        + "ListApprovalRuleTemplates ListAssociatedApprovalRuleTemplatesForRepository ListFileCommitHistory ListPullRequests ListRepositoriesForApprovalRuleTemplate ListTagsForResource "
        + "OverridePullRequestApprovalRules PostCommentForComparedCommit PostCommentForPullRequest PostCommentReply PutCommentReaction PutRepositoryTriggers TagResource "
        + "TestRepositoryTriggers UntagResource UpdateApprovalRuleTemplateContent UpdateApprovalRuleTemplateDescription UpdateApprovalRuleTemplateName UpdateComment UpdateDefaultBranch "
        + "UpdatePullRequestApprovalRuleContent UpdatePullRequestApprovalState UpdatePullRequestDescription UpdatePullRequestStatus UpdatePullRequestTitle UpdateRepositoryDescription "
        + "UpdateRepositoryEncryptionKey UpdateRepositoryName").Split(' ');

    /// <summary>Whether a pattern of an action (without prefix) covers a known one.</summary>
    public static bool Exists(string name)
    {
        foreach (var known in Names)
        {
            if (Wildcard.Matches(name, known, ignoreCase: true)) return true;
        }

        return false;
    }
}
