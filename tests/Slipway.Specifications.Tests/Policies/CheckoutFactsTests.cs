using Slipway.Specifications.Policies;

namespace Slipway.Specifications.Tests.Policies;

/// <summary>The text form of a checkout's facts, and the build servers' variables.</summary>
public sealed class CheckoutFactsTests
{
    [Fact]
    public void Every_fact_survives_the_text()
    {
        var facts = new CheckoutFacts
        {
            Problem = CheckoutProblem.Unreadable,
            ProblemDetail = "two\nlines: and a \\ backslash",
            Branch = "feature/a: b",
            Commit = new string('a', 40),
            Repository = "https://git.example.com/a.git",
            IsDetached = true,
            IsShallow = true,
            IsBuildServer = true,
            Branches = ["dev", "master"],
            RemoteBranchCount = 7,
            Upstream = "origin/master",
            Ahead = 1,
            Behind = 2,
            Changed = [" leading blank", "line\nend"],
            ChangedCount = 60,
            Untracked = ["folder/"],
            UntrackedCount = 1,
            NewCommits = [new NewCommit("abc123456", "Subject with: colon"), new NewCommit("abc123457", "")],
            Author = "Anna <a@b>",
            Identity = "Bert <b@c>",
            ApprovedBy = ["Carla"],
            Files = [new TrackedFile("docs/a film.mp4", 40_000_000, true), new TrackedFile("b", 3, false), new TrackedFile("c", 4)],
            PolicyFile = PolicyFileState.Changed,
        };

        var again = CheckoutFacts.Parse(facts.Format());

        Assert.Equivalent(facts, again, strict: true);
        Assert.Equal(facts.Format(), again.Format());
    }

    [Fact]
    public void What_is_not_known_stays_unknown_and_empty_lists_stay_empty()
    {
        Assert.Equal("", new CheckoutFacts().Format());
        Assert.Null(CheckoutFacts.Parse("branch: x\n").DirtyCount);
        Assert.Equal(0, CheckoutFacts.Parse("dirty:\n").DirtyCount);
        Assert.Empty(CheckoutFacts.Parse(new CheckoutFacts { NewCommits = [] }.Format()).NewCommits!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no colon\n: nothing\nproblem: Nonsense\nahead: many\nfile: \nunknown: key\n\\")]
    public void Nonsense_is_passed_over(string text) => Assert.Equal(CheckoutProblem.None, CheckoutFacts.Parse(text).Problem);

    [Theory]
    [InlineData("dev", "GITHUB_REF_NAME=dev")]
    [InlineData("feature/x", "GITHUB_REF_NAME=12/merge;GITHUB_HEAD_REF=feature/x")]
    [InlineData(null, "GITHUB_REF_NAME=v1.0;GITHUB_REF_TYPE=tag")]
    [InlineData("dev", "BUILD_SOURCEBRANCH=refs/heads/dev")]
    [InlineData(null, "BUILD_SOURCEBRANCH=refs/pull/3/merge")]
    [InlineData("feature/x", "BUILD_SOURCEBRANCH=refs/pull/3/merge;SYSTEM_PULLREQUEST_SOURCEBRANCH=refs/heads/feature/x")]
    [InlineData("dev", "CODEBUILD_WEBHOOK_HEAD_REF=refs/heads/dev")]
    [InlineData(null, "CODEBUILD_WEBHOOK_HEAD_REF=refs/tags/v1")]
    [InlineData("dev", "teamcity.build.branch=dev")]
    [InlineData(null, "teamcity.build.branch=<default>")]
    [InlineData("dev", "CI_COMMIT_BRANCH=dev")]
    [InlineData("dev", "BITBUCKET_BRANCH=dev")]
    [InlineData("dev", "GIT_BRANCH=origin/dev;JENKINS_URL=http://ci")]
    [InlineData(null, "BRANCH_NAME=something of a developer's own")]
    [InlineData("dev", "BRANCH_NAME=dev;CI=true")]
    [InlineData(null, "CI=true")]
    public void The_branch_of_a_build_server(string? branch, string variables)
    {
        var environment = variables.Split(';').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.Equal(branch, BuildServer.BranchOf(environment.GetValueOrDefault));
    }
}
