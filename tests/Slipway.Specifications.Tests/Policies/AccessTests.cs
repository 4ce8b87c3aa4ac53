using Slipway.Specifications.Policies;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Tests.Policies;

/// <summary>Statements, pushers, deployments and approvals, as the checkout and the central repository decide them.</summary>
public sealed class AccessTests
{
    private const string Guarded = """
        protectedBranches: [master]
        pushers: [{ branches: [master], allow: [release-*, anna@example.com] }]
        statements:
          - { Effect: Allow, Action: "codecommit:*", Resource: "arn:aws:codecommit:eu-west-1:123456789012:shop*" }
          - Effect: Deny
            Principal: [trainee]
            Action: [codecommit:gitpush, "codecommit:Merge*"]
            Resource: "*"
            Condition: { StringLikeIfExists: { "codecommit:References": ["refs/heads/release/*"] }, "Null": { codecommit:References: "false" } }
        """;

    [Theory]
    [InlineData("codecommit:GitPush", "trainee", "refs/heads/release/1", AccessDecision.Denied)]
    [InlineData("codecommit:MergeBranchesBySquash", "trainee", "refs/heads/release/1", AccessDecision.Denied)]
    [InlineData("codecommit:GitPush", "trainee", "refs/heads/dev", AccessDecision.Allowed)]
    [InlineData("codecommit:GitPush", "trainee", null, AccessDecision.Allowed)]
    [InlineData("codecommit:GitPush", "anna", "refs/heads/release/1", AccessDecision.Allowed)]
    [InlineData("codecommit:GitPull", "trainee", "refs/heads/release/1", AccessDecision.Allowed)]
    public void A_deny_wins_where_its_conditions_hold(string action, string name, string? reference, AccessDecision expected) =>
        Assert.Equal(expected, Evaluate(Guarded, action, name, "arn:aws:codecommit:eu-west-1:123456789012:shop", reference));

    [Theory]
    [InlineData("arn:aws:codecommit:eu-west-1:123456789012:shop-front", AccessDecision.Allowed)]
    [InlineData("arn:aws:codecommit:eu-west-1:123456789012:other", AccessDecision.NotMentioned)]
    [InlineData("arn:aws:codecommit:eu-west-1:123456789012:Shop", AccessDecision.NotMentioned)]
    public void Resources_are_compared_with_case(string resource, AccessDecision expected) => Assert.Equal(expected, Evaluate(Guarded, "codecommit:GitPull", "anna", resource, null));

    [Theory]
    [InlineData("StringEquals", "refs/heads/dev", "refs/heads/dev", true)]
    [InlineData("StringEquals", "refs/heads/*", "refs/heads/dev", false)]
    [InlineData("StringEquals", "refs/heads/dev", null, false)]
    [InlineData("StringEqualsIfExists", "refs/heads/dev", null, true)]
    [InlineData("StringLike", "refs/heads/*", "refs/heads/a/b", true)]
    [InlineData("StringLike", "refs/heads/de?", "refs/heads/dev", true)]
    [InlineData("StringNotEquals", "refs/heads/dev", "refs/heads/dev", false)]
    [InlineData("StringNotEquals", "refs/heads/dev", "refs/heads/x", true)]
    [InlineData("StringNotEquals", "refs/heads/dev", null, true)]
    [InlineData("StringNotLike", "refs/heads/*", "refs/tags/v1", true)]
    [InlineData("ForAnyValue:StringLike", "refs/heads/*", "refs/heads/x", true)]
    [InlineData("Null", "true", null, true)]
    [InlineData("Null", "true", "refs/heads/dev", false)]
    [InlineData("Null", "false", "refs/heads/dev", true)]
    [InlineData("IpAddress", "10.0.0.0/8", "refs/heads/dev", false)]
    public void Condition_operators(string name, string value, string? reference, bool holds)
    {
        var statement = $"statements: [{{ Effect: Allow, Action: \"*\", Resource: \"*\", Condition: {{ \"{name}\": {{ \"codecommit:References\": \"{value}\" }} }} }}]";

        Assert.Equal(holds ? AccessDecision.Allowed : AccessDecision.NotMentioned, Evaluate(statement, "codecommit:GitPush", "anna", null, reference));
    }

    [Fact]
    public void A_condition_that_cannot_be_evaluated_opens_nothing_and_keeps_a_deny_closed() =>
        Assert.Equal(AccessDecision.Denied, Evaluate("statements: [{ Effect: Deny, NotAction: \"codecommit:GitPull\", Resource: \"*\", Condition: { DateLessThan: { \"aws:CurrentTime\": \"2030-01-01\" } } }]", "codecommit:GitPush", "anna", null, null));

    [Theory]
    [InlineData("master", "Anna <anna@example.com>", true)]
    [InlineData("master", "release-manager", true)]
    [InlineData("master", "bert", false)]
    [InlineData("master", null, false)]
    [InlineData("dev", "bert", true)]
    [InlineData("release/1", "trainee", false)]
    public void Who_may_push(string branch, string? identity, bool may) => Assert.Equal(may, PushDecision.MayPush(Read(Guarded), PushDecision.NamesOf(identity), branch));

    [Theory]
    [InlineData("deploy: [{ branches: [master], deploymentGroups: [live] }]", "master", "live", true)]
    [InlineData("deploy: [{ branches: [master], deploymentGroups: [live] }]", "dev", "live", false)]
    [InlineData("deploy: [{ branches: [master], deploymentGroups: [live] }]", "dev", "test", false)]
    [InlineData("default: allow\ndeploy: [{ branches: [master], deploymentGroups: [live] }]", "dev", "test", true)]
    [InlineData("default: allow\ndeploy: [{ branches: [master], deploymentGroups: [live] }]", "dev", "live", false)]
    [InlineData("default: deny", "dev", "live", false)]
    [InlineData("protectedBranches: [master]", "dev", "live", true)]
    [InlineData("deploy: [{ branches: [master], deploymentGroups: [live] }, { branches: [\"release/*\"], deploymentGroups: [\"*\"] }]", "release/1/a", "live", true)]
    public void Which_branch_may_deploy(string policy, string branch, string group, bool may) => Assert.Equal(may, DeployDecision.Of(Read(policy), branch, group).IsAllowed);

    [Theory]
    [InlineData(1, "Bert <b@x>", "bert <B@x>")]
    [InlineData(0, "Anna <a@x>", "Anna Smith <a@x>")]
    [InlineData(2, "Bert <b@x>", "Carla")]
    public void Approvals_count_once_a_person_and_never_the_authors(int count, params string[] approvals) =>
        Assert.Equal(count, Approvals.Count(new CheckoutFacts { Author = "Anna <a@x>", ApprovedBy = approvals }, []));

    [Fact]
    public void Approvals_of_a_pool() => Assert.Equal(1, Approvals.Count(new CheckoutFacts { Author = "a", ApprovedBy = ["Bert <b@x>", "Carla <c@x>"] }, ["*@y", "carla"]));

    [Theory]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("a*", "ba", false)]
    public void Wildcards(string pattern, string text, bool fits) => Assert.Equal(fits, Wildcard.Matches(pattern, text));

    [Theory]
    [InlineData("10MB", 10_000_000L)]
    [InlineData("1.5 KiB", 1536L)]
    [InlineData("4096", 4096L)]
    [InlineData("MB", null)]
    [InlineData("many", null)]
    [InlineData("99999999999999999999GB", null)]
    public void Sizes(string text, long? bytes) => Assert.Equal(bytes, FileSize.Parse(text));

    private static AccessDecision Evaluate(string policy, string action, string name, string? resource, string? reference) =>
        AccessEvaluator.Evaluate(Read(policy).Statements, new AccessRequest([name], action, resource, reference is null ? null : [reference]));

    private static BranchPolicy Read(string text) => BranchPolicy.Read(YamlDocument.Parse(text))!;
}
