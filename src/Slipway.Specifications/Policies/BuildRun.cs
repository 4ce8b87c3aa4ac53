namespace Slipway.Specifications.Policies;

/// <summary>Which build of which build server this is, by the server's own variables.</summary>
/// <param name="Builder">The server's kind.</param>
/// <param name="Id">The build's number or id; null when the server does not say.</param>
/// <param name="Url">The build's page, without login; null when it cannot be told.</param>
public sealed record BuildRun(string Builder, string? Id, string? Url)
{
    /// <summary>The build that this process is part of; null where no build server is known to run it.</summary>
    /// <param name="variable">The value of an environment variable.</param>
    public static BuildRun? Of(Func<string, string?> variable)
    {
        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
        var run = Known(Value) ?? (BuildServer.IsPresent(variable) ? new("build-server", null, null) : null);
        return run is null ? null : run with { Url = run.Url is null ? null : WebAddress.WithoutLogin(run.Url, keepQuery: true) };
    }

    // Each server's documented variables. Where only the parts of the page's address are given, it is put together.
    private static BuildRun? Known(Func<string, string?> value)
    {
        if (value("GITHUB_ACTIONS") is not null) return new("github-actions", value("GITHUB_RUN_ID"), GitHubPage(value));
        if (value("GITLAB_CI") is not null) return new("gitlab-ci", value("CI_JOB_ID") ?? value("CI_PIPELINE_ID"), value("CI_JOB_URL") ?? value("CI_PIPELINE_URL"));
        if (value("TF_BUILD") is not null)
        {
            var page = Joined(value, "SYSTEM_COLLECTIONURI", "/", "SYSTEM_TEAMPROJECT", "/_build/results?buildId=", "BUILD_BUILDID");
            return new("azure-pipelines", value("BUILD_BUILDID"), page);
        }

        if (value("CODEBUILD_BUILD_ID") is { } codeBuild) return new("aws-codebuild", codeBuild, value("CODEBUILD_PUBLIC_BUILD_URL") ?? value("CODEBUILD_BUILD_URL"));
        if (value("BITBUCKET_BUILD_NUMBER") is { } bitbucket)
            return new("bitbucket-pipelines", bitbucket, Joined(value, "BITBUCKET_GIT_HTTP_ORIGIN", "/pipelines/results/", "BITBUCKET_BUILD_NUMBER"));
        if (value("TEAMCITY_VERSION") is not null) return new("teamcity", value("BUILD_NUMBER"), value("BUILD_URL"));
        if (value("JENKINS_URL") is not null) return new("jenkins", value("BUILD_TAG") ?? value("BUILD_ID"), value("BUILD_URL"));
        if (value("CIRCLECI") is not null) return new("circleci", value("CIRCLE_BUILD_NUM"), value("CIRCLE_BUILD_URL"));
        if (value("TRAVIS") is not null) return new("travis-ci", value("TRAVIS_BUILD_ID"), value("TRAVIS_BUILD_WEB_URL"));
        if (value("APPVEYOR") is not null)
        {
            var page = Joined(value, "APPVEYOR_URL", "/project/", "APPVEYOR_ACCOUNT_NAME", "/", "APPVEYOR_PROJECT_SLUG", "/builds/", "APPVEYOR_BUILD_ID");
            return new("appveyor", value("APPVEYOR_BUILD_ID"), page);
        }

        if (value("BUILDKITE") is not null) return new("buildkite", value("BUILDKITE_BUILD_ID"), value("BUILDKITE_BUILD_URL"));
        return value("DRONE") is not null ? new("drone", value("DRONE_BUILD_NUMBER"), value("DRONE_BUILD_LINK")) : null;
    }

    private static string? GitHubPage(Func<string, string?> value)
    {
        var page = Joined(value, "GITHUB_SERVER_URL", "/", "GITHUB_REPOSITORY", "/actions/runs/", "GITHUB_RUN_ID");
        return page is not null && value("GITHUB_RUN_ATTEMPT") is { } attempt ? $"{page}/attempts/{attempt}" : page;
    }

    /// <summary>Values of variables with texts between them; null when one is not set.</summary>
    private static string? Joined(Func<string, string?> value, string first, params string[] betweenAndNames)
    {
        var text = value(first)?.TrimEnd('/');
        for (var i = 0; i < betweenAndNames.Length && text is not null; i += 2) text = value(betweenAndNames[i + 1]) is { } part ? text + betweenAndNames[i] + part : null;
        return text;
    }
}
