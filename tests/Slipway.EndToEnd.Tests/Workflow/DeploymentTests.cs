using System.Text.Json.Nodes;
using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.EndToEnd.Tests.Workflow;

/// <summary>A day with the command line: pack, plan, deploy, look, go back.</summary>
public sealed class DeploymentTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_revision_is_packed_planned_deployed_shown_and_rolled_back()
    {
        Deploy(Revisions.Write(scratch.PathOf("one"), "one")).MustSucceed();
        var two = Revisions.Write(scratch.PathOf("two"), "two", ("AfterInstall", "echo hello from two"));
        var bundle = scratch.PathOf("two.zip");
        CommandLine.Slipway("pack", two, "-o", bundle).MustSucceed();

        var deployed = Deploy(bundle, "--format", "json");
        deployed.MustSucceed();
        var report = DeployReport.Read(deployed);
        Assert.Matches("^d-[A-Z0-9]{9}$", report.DeploymentId);
        Assert.Equal("two", Installed());

        var logs = CommandLine.Slipway("logs", report.DeploymentId, "--state", scratch.State);
        logs.MustSucceed();
        Assert.Contains("hello from two", logs.Output, StringComparison.Ordinal);
        var shown = CommandLine.Slipway("show", report.DeploymentId, "--state", scratch.State);
        shown.MustSucceed();
        Assert.Contains("ValidateService", shown.Output, StringComparison.Ordinal);
        var history = CommandLine.Slipway("deployments", "--state", scratch.State);
        history.MustSucceed();
        Assert.Contains(report.DeploymentId, history.Output, StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(CommandLine.Slipway("deployments", "--state", scratch.State, "--format", "json").Output));

        CommandLine.Slipway("rollback", "--root", scratch.Root, "--state", scratch.State).MustSucceed();
        Assert.Equal("one", Installed());
    }

    [Fact]
    public void A_plan_names_every_change_and_conflict_and_touches_nothing()
    {
        Deploy(Revisions.Write(scratch.PathOf("one"), new Dictionary<string, string> { ["kept"] = "1", ["changed"] = "1", ["gone"] = "1" })).MustSucceed();
        File.WriteAllText(Path.Combine(scratch.Root, "srv/app/foreign"), "the user's");
        var two = Revisions.Write(scratch.PathOf("two"),
            new Dictionary<string, string> { ["kept"] = "1", ["changed"] = "2", ["new"] = "2", ["foreign"] = "ours" }, ("AfterInstall", "true"));
        var before = (TreeEntry.Below(scratch.Root), TreeEntry.Below(scratch.State));

        var plan = CommandLine.Slipway("plan", two, "--root", scratch.Root, "--state", scratch.State);

        Assert.Empty(Manners.Breaches(plan));
        foreach (var path in (string[])["/srv/app/changed", "/srv/app/gone", "/srv/app/new", "/srv/app/foreign"])
        {
            Assert.Contains(path, plan.Output + plan.Error, StringComparison.Ordinal);
        }
        Assert.Contains("AfterInstall.sh", plan.Output, StringComparison.Ordinal);
        Assert.Equal(before.Item1, TreeEntry.Below(scratch.Root));
        Assert.Equal(before.Item2, TreeEntry.Below(scratch.State));
    }

    [Fact]
    public void A_failing_script_is_quoted_in_the_error_with_its_exit_code()
    {
        Deploy(Revisions.Write(scratch.PathOf("one"), "one")).MustSucceed();
        var run = Deploy(Revisions.Write(scratch.PathOf("two"), "two", ("ValidateService", "seq 100; echo the database is away >&2; exit 42")));

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(Manners.Breaches(run));
        Assert.Contains("ValidateService.sh", run.Error, StringComparison.Ordinal);
        Assert.Contains("42", run.Error, StringComparison.Ordinal);
        Assert.Contains("the database is away", run.Error, StringComparison.Ordinal);
        Assert.Equal("one", Installed());
    }

    [Fact]
    public void A_group_has_a_state_of_its_own()
    {
        Deploy(Revisions.Write(scratch.PathOf("one"), "one"), "--group", "blue").MustSucceed();
        var other = Deploy(Revisions.Write(scratch.PathOf("two"), "two"), "--group", "green");
        Assert.True(other.ExitCode == 1, other.ToString());
        Assert.Equal("one", Installed());
    }

    [Fact]
    public void The_state_is_found_where_the_environment_names_it()
    {
        var commandLine = new CommandLine { Environment = new Dictionary<string, string> { ["SLIPWAY_STATE"] = scratch.State } };
        commandLine.Run("deploy", Revisions.Write(scratch.PathOf("one"), "one"), "--root", scratch.Root).MustSucceed();
        Assert.True(Directory.Exists(scratch.State));
    }

    [Fact]
    public void Nobody_else_can_read_what_the_state_holds()
    {
        Assert.SkipUnless(Machine.IsRoot && Machine.Has("setpriv"), "needs root, to become somebody else");
        Deploy(Revisions.Write(scratch.PathOf("one"), "one", ("AfterInstall", "echo a secret"))).MustSucceed();
        var read = CommandLine.Program("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "find", scratch.State, "-type", "f", "-readable");
        Assert.Equal("", read.Output);
    }

    private string Installed() => File.ReadAllText(Path.Combine(scratch.Root, "srv/app/version"));

    private Run Deploy(string revision, params string[] more) => CommandLine.Slipway(["deploy", revision, "--root", scratch.Root, "--state", scratch.State, .. more]);
}
