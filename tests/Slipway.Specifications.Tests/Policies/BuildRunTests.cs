using Slipway.Specifications.Policies;

namespace Slipway.Specifications.Tests.Policies;

/// <summary>Which build this is, and addresses that may be shown.</summary>
public sealed class BuildRunTests
{
    [Theory]
    [InlineData("github-actions", "77", "https://github.com/o/r/actions/runs/77/attempts/2",
        "GITHUB_ACTIONS=true", "GITHUB_SERVER_URL=https://github.com", "GITHUB_REPOSITORY=o/r", "GITHUB_RUN_ID=77", "GITHUB_RUN_ATTEMPT=2")]
    [InlineData("github-actions", null, null, "GITHUB_ACTIONS=true")]
    [InlineData("gitlab-ci", "5", "https://gitlab.example.com/g/p/-/jobs/5", "GITLAB_CI=true", "CI_JOB_ID=5", "CI_JOB_URL=https://gitlab.example.com/g/p/-/jobs/5")]
    [InlineData("azure-pipelines", "9", "https://dev.azure.com/org/My%20Project/_build/results?buildId=9",
        "TF_BUILD=True", "BUILD_BUILDID=9", "SYSTEM_COLLECTIONURI=https://dev.azure.com/org/", "SYSTEM_TEAMPROJECT=My Project")]
    [InlineData("aws-codebuild", "p:1", "https://eu-west-1.console.aws.amazon.com/x", "CODEBUILD_BUILD_ID=p:1", "CODEBUILD_BUILD_URL=https://eu-west-1.console.aws.amazon.com/x")]
    [InlineData("bitbucket-pipelines", "3", "https://bitbucket.org/o/r/pipelines/results/3", "BITBUCKET_BUILD_NUMBER=3", "BITBUCKET_GIT_HTTP_ORIGIN=https://bitbucket.org/o/r")]
    [InlineData("jenkins", "jenkins-a-1", "https://ci.example.com/job/a/1/", "JENKINS_URL=https://ci.example.com", "BUILD_TAG=jenkins-a-1", "BUILD_URL=https://user:secret@ci.example.com/job/a/1/")]
    [InlineData("appveyor", "8", "https://ci.appveyor.com/project/a/s/builds/8",
        "APPVEYOR=True", "APPVEYOR_URL=https://ci.appveyor.com", "APPVEYOR_ACCOUNT_NAME=a", "APPVEYOR_PROJECT_SLUG=s", "APPVEYOR_BUILD_ID=8")]
    [InlineData("build-server", null, null, "CI=true")]
    public void A_build_server_names_its_build(string builder, string? id, string? url, params string[] variables)
    {
        var values = variables.Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        Assert.Equal(new BuildRun(builder, id, url), BuildRun.Of(name => values.TryGetValue(name, out var value) ? value : null));
    }

    [Fact]
    public void Without_a_build_server_there_is_no_build() => Assert.Null(BuildRun.Of(name => name is "CI" ? "false" : name is "BUILD_NUMBER" or "BUILD_URL" ? "1" : null));

    [Theory]
    [InlineData("https://github.com/o/r.git", "https://github.com/o/r.git")]
    [InlineData("https://user:token@github.com/o/r.git", "https://github.com/o/r.git")]
    [InlineData("https://token@github.com:8443/o/r", "https://github.com:8443/o/r")]
    [InlineData("https://host/r.git?private_token=secret#x", "https://host/r.git")]
    [InlineData("git@github.com:o/r.git", "ssh://github.com/o/r.git")]
    [InlineData("ssh://git@host:2222/o/r", "ssh://host:2222/o/r")]
    [InlineData(" git://host/r ", "git://host/r")]
    [InlineData("/home/anna/r.git", null)]
    [InlineData("../r.git", null)]
    [InlineData("C:\\Users\\anna\\r", null)]
    [InlineData("C:/Users/anna/r", null)]
    [InlineData("file:///home/anna/r", null)]
    [InlineData("ext::sh -c secret", null)]
    [InlineData("", null)]
    public void An_address_loses_its_login_and_a_place_on_this_machine_is_none(string address, string? shown) => Assert.Equal(shown, WebAddress.WithoutLogin(address));
}
