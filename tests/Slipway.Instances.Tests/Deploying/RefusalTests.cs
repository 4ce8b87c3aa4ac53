using Slipway.EndToEnd.Tests.Running;
using Slipway.Specifications.AppSpecs;
using Xunit;

namespace Slipway.Instances.Tests.Deploying;

/// <summary>What no script can change is refused before the first script runs, with the place that is to blame.</summary>
public sealed class RefusalTests
{
    private const string Mapping = "files:\n  - source: d\n    destination: /dst\n";
    private const string Tracing = "hooks:\n  ApplicationStop:\n    - location: t.sh\n  BeforeInstall:\n    - location: t.sh\n";
    private static readonly (string, string) Script = ("t.sh", "#!/bin/sh\necho ran >> $SLIPWAY_INSTANCE_ROOT/trace\n");

    [Theory]
    [InlineData("SLW0206", 2, "files: 5\n")]
    [InlineData("SLW0207", 11, Mapping + Tracing + "  Afterinstall:\n    - location: t.sh\n")]
    [InlineData("SLW0208", 12, Mapping + Tracing + "  AfterInstall:\n    - location: missing.sh\n")]
    [InlineData("SLW0208", 12, Mapping + Tracing + "  AfterInstall:\n    - location: ../outside.sh\n")]
    [InlineData("SLW0210", 4, "files:\n  - source: nope\n    destination: /dst\n" + Tracing)]
    [InlineData("SLW0211", 4, "files:\n  - source: d/a/\n    destination: /dst\n" + Tracing)]
    [InlineData("SLW0212", 4, "files:\n  - source: d/../../x\n    destination: /dst\n" + Tracing)]
    [InlineData("SLW0213", 7, Mapping + "  - source: d/a\n    destination: //dst/./x/..\n" + Tracing)]
    [InlineData("SLW0220", 8, Mapping + "permissions:\n  - object: /dst/a\n    pattern: \"*.x\"\n    mode: \"0600\"\n" + Tracing)]
    [InlineData("SLW0221", 9, Mapping + "permissions:\n  - object: //dst/a\n    mode: \"0600\"\n    except: [x]\n" + Tracing)]
    [InlineData("SLW0222", 8, Mapping + "permissions:\n  - object: /dst\n  - object: //dst/\n    mode: \"0600\"\n" + Tracing)]
    public void Refuses_early_with_the_line_to_blame(string code, int line, string appSpec)
    {
        using var sandbox = new Sandbox();
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping + Tracing, ("d/a", "one"), Script)));
        File.Delete(sandbox.PathOf("trace"));
        var tree = sandbox.Tree();
        var revision = sandbox.Revision(appSpec, ("d/a", "two"), Script);
        var error = sandbox.Deploy(revision);
        Assert.Equal(code, error?.Code);
        Assert.Equal(Path.Combine(revision, "appspec.yml"), error!.File);
        if (code != "SLW0206") Assert.Equal(line, error.Line);
        Assert.Equal(tree, sandbox.Tree());
        Assert.False(File.Exists(sandbox.PathOf("trace")));
        Assert.Null(sandbox.Instance().ReadState("local").Unfinished);
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(sandbox.State, "groups/local/deployments")));
    }

    [Fact]
    public void Refuses_a_link_that_leads_back_to_a_directory_it_stands_in()
    {
        using var sandbox = new Sandbox();
        var revision = sandbox.Revision(Mapping, ("d/s/a", "a"));
        File.CreateSymbolicLink(Path.Combine(revision, "d/s/up"), "..");
        Assert.NotNull(sandbox.Deploy(revision));
        Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.Root));
    }

    [Fact]
    public void Refuses_a_pipe()
    {
        using var sandbox = new Sandbox();
        var revision = sandbox.Revision(Mapping, ("d/a", "a"));
        CommandLine.Program("mkfifo", Path.Combine(revision, "d/pipe")).MustSucceed();
        Assert.NotNull(sandbox.Deploy(revision));
        Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.Root));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("../..")]
    [InlineData("/etc")]
    public void Refuses_a_destination_that_a_link_leads_out_of_the_sandbox(string target)
    {
        using var sandbox = new Sandbox();
        File.CreateSymbolicLink(sandbox.PathOf("dst"), target);
        var error = sandbox.Deploy(sandbox.Revision("files:\n  - source: d\n    destination: /dst/slipway-must-not-be\n", ("d/a", "a")));
        Assert.Equal("SLW0219", error?.Code);
        Assert.False(Directory.Exists(Path.Combine(target, "slipway-must-not-be")));
    }

    [Fact]
    public void Follows_an_absolute_link_that_stays_below_the_real_root()
    {
        using var sandbox = new Sandbox();
        Directory.CreateDirectory(sandbox.PathOf("real/app"));
        File.CreateSymbolicLink(sandbox.PathOf("dst"), sandbox.Root + "/real");
        File.CreateSymbolicLink(sandbox.PathOf("real/cur"), "../real/./app");
        Assert.Null(sandbox.Deploy(sandbox.Revision("files:\n  - source: d\n    destination: /dst/cur\n", ("d/a", "a"))));
        Assert.Equal("a", sandbox.Read("real/app/a"));
    }

    [Fact]
    public void Refuses_too_many_links()
    {
        using var sandbox = new Sandbox();
        for (var i = 0; i < 50; i++) File.CreateSymbolicLink(sandbox.PathOf($"l{i}"), $"l{i + 1}");
        Directory.CreateDirectory(sandbox.PathOf("l50"));
        Assert.Equal("SLW0214", sandbox.Deploy(sandbox.Revision("files:\n  - source: d\n    destination: /l0/x\n", ("d/a", "a")))?.Code);
    }

    [Fact]
    public void Makes_a_destination_whose_dots_climb_above_missing_directories()
    {
        using var sandbox = new Sandbox();
        Assert.Null(sandbox.Deploy(sandbox.Revision("files:\n  - source: d\n    destination: /dst/x/../../other\n", ("d/a", "a"))));
        Assert.Equal("a", sandbox.Read("other/a"));
        Assert.True(Directory.Exists(sandbox.PathOf("dst/x")));
    }

    [Fact]
    public void Takes_a_relative_destination_from_the_root_and_says_so()
    {
        using var sandbox = new Sandbox();
        Assert.Null(sandbox.Deploy(sandbox.Revision("files:\n  - source: d\n    destination: dst/x\n", ("d/a", "a"))));
        Assert.Equal("a", sandbox.Read("dst/x/a"));
        Assert.Contains(sandbox.Events.Warnings, w => w.Contains("relative", StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_a_second_deployment_while_one_runs_and_names_it()
    {
        using var sandbox = new Sandbox();
        var first = Sandbox.Deployment(sandbox.Revision(Mapping, ("d/a", "a")));
        using var session = sandbox.Instance().Begin(first, sandbox.Events, CancellationToken.None);
        var error = sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "b")));
        Assert.Equal("SLW0201", error?.Code);
        Assert.Contains(first.DeploymentId, error!.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_lease_older_than_one_it_has_seen()
    {
        using var sandbox = new Sandbox();
        Assert.Null(sandbox.Deploy(Sandbox.Deployment(sandbox.Revision(Mapping, ("d/a", "a"))) with { FencingNumber = 7 }));
        Assert.Equal("SLW0204", sandbox.Deploy(Sandbox.Deployment(sandbox.Revision(Mapping, ("d/a", "b"))) with { FencingNumber = 6 })?.Code);
        Assert.Equal("a", sandbox.Read("dst/a"));
    }

    [Theory]
    [InlineData("groups/local/state.json", "{ not json")]
    [InlineData("groups/local/state.json", "{}")]
    [InlineData("groups/local/state.json", """{"deploymentGroupName":"local","current":"../../x"}""")]
    [InlineData("groups/local/installed", "slipway installed 1\nf\t1")]
    [InlineData("groups/local/installed", "")]
    public void A_damaged_state_is_refused_and_nothing_touched(string file, string content)
    {
        using var sandbox = new Sandbox();
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "a"))));
        var path = Path.Combine(sandbox.State, file);
        File.WriteAllText(path, content);
        var tree = sandbox.Tree();
        Assert.Equal("SLW0203", sandbox.Deploy(sandbox.Revision(Mapping, ("d/b", "b")))?.Code);
        Assert.Equal(tree, sandbox.Tree());
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    public void Refuses_to_keep_no_revisions()
    {
        using var sandbox = new Sandbox();
        var instance = new Instance(sandbox.Instance().Settings with { KeepRevisions = 0 });
        var deployment = Sandbox.Deployment(sandbox.Revision(Mapping, ("d/a", "a")));
        var refusal = Assert.Throws<Specifications.SlipwayException>(() => instance.Begin(deployment, sandbox.Events, CancellationToken.None));
        Assert.Equal("SLW0209", refusal.Error.Code);
    }

    [Fact]
    public void Checks_a_new_revisions_own_stop_script_only_when_its_turn_comes()
    {
        using var sandbox = new Sandbox();
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping + "hooks:\n  ApplicationStop:\n    - location: missing.sh\n", ("d/a", "a"))));
        Assert.Equal("SLW0301", sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "b")))?.Code);
        Assert.Equal("a", sandbox.Read("dst/a"));
        Assert.Null(sandbox.Deploy(Sandbox.Deployment(sandbox.Revision(Mapping, ("d/a", "b"))) with { IgnoreApplicationStopFailures = true }));
        Assert.Equal("b", sandbox.Read("dst/a"));
    }
}
