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

        // The variables are each server's documented ones; a build's page is put together where only its parts are given.
        string? Joined(string first, string between, params string[] rest)
        {
            if (Value(first) is not { } text) return null;
            text = text.TrimEnd('/') + between;
            for (var i = 0; i < rest.Length; i++)
            {
                if (Value(rest[i]) is not { } part) return null;
                text += (i == 0 ? "" : "/") + part;
            }

            return text;
        }

        BuildRun? run =
            Value("GITHUB_ACTIONS") is not null ? new("github-actions", Value("GITHUB_RUN_ID"), Joined("GITHUB_SERVER_URL", "/", "GITHUB_REPOSITORY") is { } home && Value("GITHUB_RUN_ID") is { } id
                ? $"{home}/actions/runs/{id}{(Value("GITHUB_RUN_ATTEMPT") is { } attempt ? "/attempts/" + attempt : "")}" : null)
            : Value("GITLAB_CI") is not null ? new("gitlab-ci", Value("CI_JOB_ID") ?? Value("CI_PIPELINE_ID"), Value("CI_JOB_URL") ?? Value("CI_PIPELINE_URL"))
            : Value("TF_BUILD") is not null ? new("azure-pipelines", Value("BUILD_BUILDID"), Joined("SYSTEM_COLLECTIONURI", "/", "SYSTEM_TEAMPROJECT") is { } project && Value("BUILD_BUILDID") is { } number
                ? $"{project}/_build/results?buildId={number}" : null)
            : Value("CODEBUILD_BUILD_ID") is { } codeBuild ? new("aws-codebuild", codeBuild, Value("CODEBUILD_PUBLIC_BUILD_URL") ?? Value("CODEBUILD_BUILD_URL"))
            : Value("BITBUCKET_BUILD_NUMBER") is { } bitbucket ? new("bitbucket-pipelines", bitbucket, Joined("BITBUCKET_GIT_HTTP_ORIGIN", "/pipelines/results/", "BITBUCKET_BUILD_NUMBER"))
            : Value("TEAMCITY_VERSION") is not null ? new("teamcity", Value("BUILD_NUMBER"), Value("BUILD_URL"))
            : Value("JENKINS_URL") is not null ? new("jenkins", Value("BUILD_TAG") ?? Value("BUILD_ID"), Value("BUILD_URL"))
            : Value("CIRCLECI") is not null ? new("circleci", Value("CIRCLE_BUILD_NUM"), Value("CIRCLE_BUILD_URL"))
            : Value("TRAVIS") is not null ? new("travis-ci", Value("TRAVIS_BUILD_ID"), Value("TRAVIS_BUILD_WEB_URL"))
            : Value("APPVEYOR") is not null ? new("appveyor", Value("APPVEYOR_BUILD_ID"), Joined("APPVEYOR_URL", "/project/", "APPVEYOR_ACCOUNT_NAME", "APPVEYOR_PROJECT_SLUG") is { } page && Value("APPVEYOR_BUILD_ID") is { } build
                ? $"{page}/builds/{build}" : null)
            : Value("BUILDKITE") is not null ? new("buildkite", Value("BUILDKITE_BUILD_ID"), Value("BUILDKITE_BUILD_URL"))
            : Value("DRONE") is not null ? new("drone", Value("DRONE_BUILD_NUMBER"), Value("DRONE_BUILD_LINK"))
            : BuildServer.IsPresent(variable) ? new("build-server", null, null)
            : null;
        return run is null ? null : run with { Url = run.Url is null ? null : WebAddress.WithoutLogin(run.Url, keepQuery: true) };
    }
}
