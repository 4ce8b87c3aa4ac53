namespace Slipway.Specifications.Policies;

/// <summary>
/// What a build server says of the branch that it builds. Its word counts before git's: most of them check out a commit, not a branch.
/// </summary>
public static class BuildServer
{
    private const string Heads = "refs/heads/";

    // GITHUB_REF_NAME of a pull request is "12/merge"; the branch that it comes from stands in GITHUB_HEAD_REF.
    private static readonly string[] BranchVariables =
    [
        "GITHUB_HEAD_REF", "GITHUB_REF_NAME",
        "SYSTEM_PULLREQUEST_SOURCEBRANCH", "BUILD_SOURCEBRANCH",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_BRANCH",
        "CODEBUILD_WEBHOOK_HEAD_REF", "BITBUCKET_BRANCH", "TEAMCITY_BUILD_BRANCH", "teamcity.build.branch", "teamcity_build_branch",
        "CHANGE_BRANCH", "BRANCH_NAME", "GIT_BRANCH", "CIRCLE_BRANCH", "TRAVIS_PULL_REQUEST_BRANCH", "TRAVIS_BRANCH",
        "APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH", "APPVEYOR_REPO_BRANCH", "BUILDKITE_BRANCH", "DRONE_SOURCE_BRANCH", "CI_COMMIT_SOURCE_BRANCH",
    ];

    /// <summary>Variables whose name alone says too little: they count where a build server is known to run.</summary>
    private static readonly HashSet<string> Ambiguous = ["BRANCH_NAME", "GIT_BRANCH", "CHANGE_BRANCH"];

    private static readonly string[] PresenceVariables =
    [
        "CI", "TF_BUILD", "GITHUB_ACTIONS", "GITLAB_CI", "CODEBUILD_BUILD_ID", "TEAMCITY_VERSION", "JENKINS_URL", "BUILD_BUILDID", "BITBUCKET_BUILD_NUMBER", "CIRCLECI", "TRAVIS", "APPVEYOR",
        "BUILDKITE", "DRONE",
    ];

    /// <summary>Whether a build server runs this.</summary>
    /// <param name="variable">The value of an environment variable.</param>
    public static bool IsPresent(Func<string, string?> variable)
    {
        foreach (var name in PresenceVariables)
        {
            if (variable(name) is { Length: > 0 } value && !value.Equals("false", StringComparison.OrdinalIgnoreCase) && value != "0") return true;
        }

        return false;
    }

    /// <summary>The short name of the branch that is built; null when no build server names one, and for a tag.</summary>
    /// <param name="variable">The value of an environment variable.</param>
    public static string? BranchOf(Func<string, string?> variable)
    {
        // A tag is no branch, whatever its name.
        if (variable("GITHUB_REF_TYPE") == "tag") return null;
        foreach (var name in BranchVariables)
        {
            if (variable(name) is not { Length: > 0 } value || (Ambiguous.Contains(name) && !IsPresent(variable))) continue;
            if (ShortName(value, name == "GIT_BRANCH") is { } branch) return branch;
        }

        return null;
    }

    private static string? ShortName(string value, bool mayHaveRemote)
    {
        if (value.StartsWith(Heads, StringComparison.Ordinal)) value = value.Substring(Heads.Length);
        else if (value.StartsWith("refs/", StringComparison.Ordinal)) return null;
        if (mayHaveRemote && value.StartsWith("origin/", StringComparison.Ordinal)) value = value.Substring("origin/".Length);
        // TeamCity calls the default branch so when the agent is not told its name.
        return value is "" or "<default>" or "HEAD" ? null : value;
    }
}
