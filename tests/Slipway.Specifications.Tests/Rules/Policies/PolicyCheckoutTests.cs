using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using static Slipway.Specifications.Tests.Rules.Policies.PolicyCase;

namespace Slipway.Specifications.Tests.Rules.Policies;

/// <summary>SLW8002, SLW8003 and SLW8011 to SLW8020: the policy with a checkout, deploy.yml and properties.</summary>
public sealed class PolicyCheckoutTests
{
    private const string Live = "deploy:\n  - { branches: [master], deploymentGroups: [live]";
    private const string ToLive = "Deploy=true;DeploymentGroup=live";

    [Theory]
    [InlineData("SLW8002", Severity.Error, "deploy:\n  - { branches: [master], deploymentGroups: [‹liv›] }\n", null, "live,test", "")]
    [InlineData("SLW8002", Severity.Warning, "protectedBranches: [‹mastr›]\n", "branches: master, dev", null, "")]
    [InlineData("SLW8003", Severity.Warning, "‹deploy›:\n  - { branches: [master], deploymentGroups: [live] }\n", null, "live,test", "")]
    [InlineData("SLW8003", Severity.Warning, "‹deploy›:\n  - { branches: [\"*\"], deploymentGroups: [shop-prod] }\n", null, "shop-prod", "")]
    [InlineData("SLW8011", Severity.Error, "‹default:› allow\n", "branch: dev;policy: Changed", null, "Deploy=true")]
    [InlineData("SLW8011", Severity.Warning, "‹#› a comment\ndefault: allow\n", "branch: dev;policy: NotAtRoot", null, "")]
    [InlineData("SLW8012", Severity.Error, "deploy:\n  - { branches: ‹[master]›, deploymentGroups: [live] }\n", "branch: dev", null, ToLive)]
    [InlineData("SLW8012", Severity.Warning, "deploy:\n  - { branches: ‹[master]›, deploymentGroups: [live] }\n", "branch: dev", null, "DeploymentGroup=live")]
    [InlineData("SLW8012", Severity.Warning, "deploy:\n  - { branches: ‹master›, deploymentGroups: live }\n", "branch: dev", "live", "")]
    [InlineData("SLW8012", Severity.Error, "‹deploy›:\n  - { branches: [master], deploymentGroups: [live] }\n", "branch: master", null, "Deploy=true;DeploymentGroup=test")]
    [InlineData("SLW8012", Severity.Error, "default: ‹deny›\n", "branch: master", null, ToLive)]
    [InlineData("SLW8013", Severity.Error, Live + ", ‹requireCleanTree›: true }\n", "branch: master;dirty: a.cs", null, ToLive)]
    [InlineData("SLW8014", Severity.Error, Live + ", ‹requireUpToDate›: true }\n", "branch: master;upstream: origin/master;ahead: 1;behind: 0", null, ToLive)]
    [InlineData("SLW8014", Severity.Error, Live + ", ‹requireUpToDate›: true }\n", "branch: master", null, ToLive)]
    [InlineData("SLW8014", Severity.Info, Live + ", ‹requireUpToDate›: true }\n", "branch: master;upstream: origin/master;behind: 2", null, "DeploymentGroup=live")]
    [InlineData("SLW8015", Severity.Warning, "protectedBranches: [master, ‹\"release/*\"›]\n", "branch: release/1;ahead: 2;dirty: a", null, "")]
    [InlineData("SLW8016", Severity.Warning, "branchNames: { pattern: ‹'^feature/'› }\n", "branch: stuff", null, "")]
    [InlineData("SLW8016", Severity.Info, "branchNames: { pattern: ‹'^feature/'› }\n", "branch: stuff;upstream: origin/stuff", null, "")]
    [InlineData("SLW8016", Severity.Warning, "‹protectedBranches›: [master]\n", "branch: what^", null, "")]
    [InlineData("SLW8017", Severity.Warning, "commits: { messagePattern: ‹'^[A-Z]'› }\n", "branch: x;new-commit: abc123456 Good;new-commit: abc123457 bad", null, "")]
    [InlineData("SLW8018", Severity.Error, "files:\n  - { branches: [\"*\"], maxSize: ‹1MB› }\n", "branch: x;file: a.bin 2MB", null, "")]
    [InlineData("SLW8018", Severity.Error, "files:\n  - { branches: [\"*\"], allowBinary: ‹false› }\n", "branch: x;file: a.bin 2KB binary", null, "")]
    [InlineData("SLW8018", Severity.Error, "files:\n  - { ‹branches›: [\"*\"] }\n", "branch: x;file: a.bin 3GB", null, "")]
    [InlineData("SLW8018", Severity.Warning, "files:\n  - { ‹branches›: [\"*\"] }\nstatements: [{ Effect: Allow, Action: \"codecommit:PutFile\", Resource: \"*\" }]\n", "branch: x;file: a.bin 7MB", null, "")]
    [InlineData("SLW8019", Severity.Error, Live + ", requireApprovals: ‹2› }\n", "branch: master;author: anna;approved-by: bert", null, ToLive)]
    [InlineData("SLW8019", Severity.Info, Live + ", requireApprovals: ‹1›, approvers: [carla] }\n", "branch: master;author: anna;approved-by: bert", null, "DeploymentGroup=live")]
    [InlineData("SLW8020", Severity.Warning, "‹protectedBranches:› [master]\n", "problem: NoRepository", null, "")]
    [InlineData("SLW8020", Severity.Error, "‹protectedBranches:› [master]\n", "branch: (detached)", null, "Deploy=true")]
    [InlineData("SLW8020", Severity.Error, "‹deploy:›\n  - { branches: [master], deploymentGroups: [live], requireUpToDate: true }\n", "branch: master;shallow: true;upstream: origin/master", null, ToLive)]
    [InlineData("SLW8020", Severity.Warning, "‹commits:› { messagePattern: x }\n", "branch: master;shallow: true", null, "")]
    public void Marks_the_token(string rule, Severity severity, string marked, string? git, string? groups, string properties) => Marks(rule, severity, marked, git, groups, properties);

    [Theory]
    [InlineData("SLW8002", "protectedBranches: [nowhere]\n", "branches: master, dev;shallow: true", null, "")]
    [InlineData("SLW8002", "protectedBranches: [nowhere]\n", "branches: master, dev;remote-branches: 1", null, "")]
    [InlineData("SLW8002", "protectedBranches: [\"release/*\"]\n", "branches: master, dev", null, "")]
    [InlineData("SLW8002", Live + " }\n", "branch: x", null, "")]
    [InlineData("SLW8002", "deploy: [{ branches: [master], deploymentGroups: [\"*\", \"eu-*\", local] }]\n", null, "live", "")]
    [InlineData("SLW8003", "default: deny\n" + Live + " }\n", null, "live,test", "")]
    [InlineData("SLW8003", "default: allow\n" + Live + " }\n", null, "live,test", "")]
    [InlineData("SLW8003", "deploy: [{ branches: [\"*\"], deploymentGroups: [deliver, test] }]\n", null, "deliver,test", "")]
    [InlineData("SLW8003", "protectedBranches: [master]\n", null, "live", "")]
    [InlineData("SLW8011", "default: allow\n", "branch: dev;policy: Committed;dirty: other.yml", null, "")]
    [InlineData("SLW8011", "default: allow\n", "problem: NoRepository", null, "Deploy=true")]
    [InlineData("SLW8012", Live + " }\n", "branch: dev", "live,test", "Deploy=true")]
    [InlineData("SLW8012", Live + " }\n", "branch: dev", null, "Deploy=true;DeploymentGroup=local")]
    [InlineData("SLW8012", "default: allow\n" + Live + " }\n", "branch: dev", null, "Deploy=true;DeploymentGroup=test")]
    [InlineData("SLW8012", Live + " }\n", "branch: (detached);CI: true;BUILD_SOURCEBRANCH: refs/heads/master", null, ToLive)]
    [InlineData("SLW8012", "protectedBranches: [master]\n", "branch: dev", null, ToLive)]
    [InlineData("SLW8012", Live + " }\n  - { branches: [dev], deploymentGroups: [\"*\"] }\n", "branch: dev", null, ToLive)]
    [InlineData("SLW8013", Live + ", requireCleanTree: true }\n", "branch: master;dirty: a.cs", null, "DeploymentGroup=live")]
    [InlineData("SLW8013", Live + ", requireCleanTree: true }\n", "branch: master;dirty:;untracked:", null, ToLive)]
    [InlineData("SLW8013", Live + ", requireCleanTree: true }\n", "branch: master;dirty: a.cs", null, "Deploy=true;DeploymentGroup=local")]
    [InlineData("SLW8014", Live + ", requireUpToDate: true }\n", "branch: (detached);GITHUB_REF_NAME: master;upstream: origin/master;ahead: 0;behind: 0", null, ToLive)]
    [InlineData("SLW8014", Live + ", requireUpToDate: true }\n", "branch: dev;behind: 3", null, "")]
    [InlineData("SLW8015", "protectedBranches: [master]\n", "branch: master;ahead: 1;CI: true", null, "")]
    [InlineData("SLW8015", "protectedBranches: [master]\npushers: [{ branches: [master], allow: [anna@example.com] }]\n", "branch: master;ahead: 1;identity: Anna <anna@example.com>", null, "")]
    [InlineData("SLW8015", "protectedBranches: [master]\n", "branch: master;ahead: 0;untracked: notes.txt", null, "")]
    [InlineData("SLW8016", "branchNames: { pattern: '^feature/' }\nprotectedBranches: [master]\n", "branch: master", null, "")]
    [InlineData("SLW8016", "branchNames: { pattern: '^feature/' }\n", "branch: (detached);GITHUB_REF_NAME: stuff", null, "")]
    [InlineData("SLW8017", "commits: { messagePattern: '^SHOP-' }\n", "branch: x;message: fixup! SHOP-1 x;message: Revert \"SHOP-1 x\";message: Merge branch 'dev'", null, "")]
    [InlineData("SLW8017", "commits: { messagePattern: '^SHOP-' }\n", "branch: x;ahead: 3", null, "")]
    [InlineData("SLW8018", "files:\n  - { branches: [\"*\"], maxSize: 1MB, allowBinary: false, except: [docs/logo.png, \"*.pdf\", media/] }\n", "branch: x;file: docs/logo.png 2MB binary;file: docs/a/b.pdf 2MB;file: media/x 2MB;file: a.txt 1MB text", null, "")]
    [InlineData("SLW8018", "files:\n  - { branches: [master], maxSize: 1MB }\n", "branch: x;file: a 2MB", null, "")]
    [InlineData("SLW8018", "files:\n  - { branches: [\"*\"] }\n", "branch: x;file: a 7MB", null, "")]
    [InlineData("SLW8019", Live + ", requireApprovals: 1, approvals: codecommit }\n", "branch: master;author: anna;approved-by: anna", null, ToLive)]
    [InlineData("SLW8019", Live + ", requireApprovals: 1, approvers: [\"*@example.com\"] }\n", "branch: master;author: anna;approved-by: Bert <bert@example.com>", null, ToLive)]
    [InlineData("SLW8020", "statements: [{ Effect: Allow, Action: \"*\", Resource: \"*\" }]\n", "problem: NoRepository", null, "Deploy=true")]
    [InlineData("SLW8020", Live + ", requireUpToDate: true }\n", "branch: master;shallow: true;upstream: origin/master;ahead: 0;behind: 0", null, ToLive)]
    public void Is_not_flagged(string rule, string policy, string? git, string? groups, string properties) => IsSilent(rule, policy, git, groups, properties);

    [Fact]
    public void Without_facts_nothing_is_guessed() =>
        Assert.DoesNotContain(Run("protectedBranches: [master]\ncommits: { messagePattern: x }\nfiles: [{ branches: [\"*\"], maxSize: 1 }]\n" + Live + ", requireCleanTree: true, requireUpToDate: true, requireApprovals: 3 }\n", properties: ToLive),
            finding => finding.Severity == Severity.Error);

    [Theory]
    [InlineData("branches: [main]", "branches: [master]", "branches: master, dev", null)]
    [InlineData("branches: [mastre]", "branches: [master]", "branches: master, dev", null)]
    [InlineData("deploymentGroups: ['lvie']", "deploymentGroups: ['live']", null, "live")]
    public void Near_names_are_replaced(string before, string after, string? git, string? groups)
    {
        string Policy(string part) => part.StartsWith('b') ? $"deploy: [{{ {part}, deploymentGroups: [live] }}]\n" : $"deploy: [{{ branches: [master], {part} }}]\n";

        var finding = Assert.Single(Run(Policy(before), git, groups), finding => finding.Rule == "SLW8002");

        Assert.Equal(Policy(after), FixedText.Apply(Policy(before), finding.Fix!.Changes));
        IsSilent("SLW8002", Policy(after), git, groups);
    }

    [Theory]
    [InlineData("MyStuff", "feature/my-stuff")]
    [InlineData("feature/Basket_Page", "feature/basket-page")]
    [InlineData("123", "feature/123")]
    public void A_name_that_fits_is_proposed(string branch, string proposal) =>
        Assert.EndsWith($"git branch -m {proposal}.", Marks("SLW8016", Severity.Warning, "branchNames: { pattern: ‹'^(feature|fix)/[a-z0-9-]+$'› }\n", $"branch: {branch}").Message, StringComparison.Ordinal);

    [Fact]
    public void A_pattern_that_never_ends_stops_no_build() =>
        IsSilent("SLW8017", "commits: { messagePattern: '^(a+)+$' }\n", $"branch: x;message: {new string('a', 60)}b");
}
