using Slipway.Instances.Events;
using Slipway.Revisions.Unix;
using Slipway.Specifications.AppSpecs;
using Xunit;

namespace Slipway.Instances.Tests.Deploying;

/// <summary>Names, rights, and which revision is in place.</summary>
public sealed class RevisionTests
{
    private const string Mapping = "files:\n  - source: d\n    destination: /dst\n";

    [Theory]
    [InlineData("name with blank at the end ", "name with blank at the end")]
    [InlineData("a\ttab\t", "a\ttab")]
    [InlineData("carriage\r", "carriage")]
    [InlineData("new\nline", "new")]
    [InlineData("back\\slash\\n", "back")]
    [InlineData("-", "--")]
    public void Any_name_can_be_installed_cleaned_up_and_redeployed(string name, string neighbour)
    {
        using var sandbox = new Sandbox();
        sandbox.Write("dst/" + neighbour, "the user's");
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/" + name, "one"))));
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/" + name, "two"))));
        Assert.Equal("two", sandbox.Read("dst/" + name));
        Assert.Null(sandbox.Deploy(sandbox.Revision("", ("x", ""))));
        Assert.Equal([neighbour], Directory.EnumerateFiles(sandbox.PathOf("dst")).Select(Path.GetFileName));
    }

    [Fact]
    public void Setuid_survives_an_owner_when_the_mode_is_given_and_goes_when_it_is_not()
    {
        Assert.SkipUnless(UnixFiles.EffectiveUser == 0, "needs root");
        using var sandbox = new Sandbox();
        var revision = sandbox.Revision(
            Mapping + "permissions:\n  - object: /dst/given\n    owner: daemon\n    mode: \"4755\"\n  - object: /dst/bundled\n    owner: daemon\n", ("d/given", ""), ("d/bundled", ""), ("d/plain", ""));
        foreach (var name in (string[])["bundled", "plain"]) UnixFiles.ChangeMode(null, Path.Combine(revision, "d", name), 0x9ed);
        Assert.Null(sandbox.Deploy(revision));
        Assert.Equal(0x9ed, UnixFiles.Status(null, sandbox.PathOf("dst/given")).Mode);
        Assert.Equal(0x1ed, UnixFiles.Status(null, sandbox.PathOf("dst/bundled")).Mode);
    }

    [Fact]
    public void A_permission_never_follows_a_link()
    {
        Assert.SkipUnless(UnixFiles.EffectiveUser == 0, "needs root");
        using var sandbox = new Sandbox();
        sandbox.Write("outside", "x", "0644");
        var revision = sandbox.Revision(Mapping + "permissions:\n  - object: /dst\n    owner: daemon\n    mode: \"0600\"\n    type: [file]\n", ("d/a", "a"));
        File.CreateSymbolicLink(Path.Combine(revision, "d/l"), "../outside");
        File.CreateSymbolicLink(Path.Combine(revision, "d/dangling"), "nowhere");
        Assert.Null(sandbox.Deploy(revision));
        Assert.Equal((0x1a4, 0u), (UnixFiles.Status(null, sandbox.PathOf("outside")).Mode, UnixFiles.Status(null, sandbox.PathOf("outside")).User));
        Assert.Equal(1u, UnixFiles.Status(null, sandbox.PathOf("dst/l")).User);
        Assert.Equal(1u, UnixFiles.Status(null, sandbox.PathOf("dst/dangling")).User);
    }

    [Fact]
    public void Each_revision_keeps_its_own_appspec_name()
    {
        using var sandbox = new Sandbox();
        const string Stop = "hooks:\n  ApplicationStop:\n    - location: stop it.sh\n";
        var first = sandbox.Revision(Mapping + Stop, ("d/a", "one"), ("stop it.sh", "#!/bin/sh\necho stopped >> $SLIPWAY_INSTANCE_ROOT/trace\n"));
        File.Move(Path.Combine(first, "appspec.yml"), Path.Combine(first, "appspec.yaml"));
        Assert.Null(sandbox.Deploy(first));
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "two"))));
        Assert.Equal("stopped\n", sandbox.Read("trace"));
    }

    [Fact]
    public void The_stop_script_comes_from_the_revision_in_place_not_from_one_that_failed()
    {
        using var sandbox = new Sandbox();
        string Revision(string text, string more = "") => sandbox.Revision(
            Mapping + "hooks:\n  ApplicationStop:\n    - location: stop.sh\n" + more,
            ("d/a", text), ("stop.sh", $"#!/bin/sh\necho {text} >> $SLIPWAY_INSTANCE_ROOT/trace\n"), ("fail.sh", "#!/bin/sh\nexit 1\n"));
        Assert.Null(sandbox.Deploy(Revision("one")));
        Assert.NotNull(sandbox.Deploy(Revision("broken", "  ValidateService:\n    - location: fail.sh\n")));
        Assert.Null(sandbox.Deploy(Revision("two")));
        Assert.Equal("one\none\n", sandbox.Read("trace"));
    }

    [Fact]
    public void A_vanished_previous_revision_is_a_warning()
    {
        using var sandbox = new Sandbox();
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "one"))));
        var current = sandbox.Instance().ReadState("local").Current!;
        Directory.Delete(Path.Combine(sandbox.State, "groups/local/deployments", current, "revision"), recursive: true);
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "two"))));
        Assert.Contains(sandbox.Events.Warnings, w => w.Contains("is gone", StringComparison.Ordinal));
        Assert.Equal("two", sandbox.Read("dst/a"));
    }

    [Fact]
    public void What_scripts_did_to_installed_files_is_put_back_even_when_the_old_archive_is_gone()
    {
        using var sandbox = new Sandbox();
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "one"), ("d/b", "one"), ("d/s/c", "one"))));
        sandbox.Write("dst/b", "edited");
        var tree = sandbox.Tree();
        var current = sandbox.Instance().ReadState("local").Current!;
        Directory.Delete(Path.Combine(sandbox.State, "groups/local/deployments", current, "revision"), recursive: true);
        Assert.NotNull(sandbox.Deploy(sandbox.Revision(
            Mapping + "hooks:\n  BeforeInstall:\n    - location: x.sh\n",
            ("d/a", "two"), ("x.sh", "#!/bin/sh\ncd $SLIPWAY_INSTANCE_ROOT/dst; rm a; echo 1 > b; rm -r s; ln -s x s; exit 1\n"))));
        Assert.Equal(
            string.Join('\n', tree.Split('\n').Where(l => !l.Contains("Path = dst/s", StringComparison.Ordinal))),
            string.Join('\n', sandbox.Tree().Split('\n').Where(l => !l.Contains("Path = dst/s", StringComparison.Ordinal))));
    }

    [Fact]
    public void Keeps_as_many_revisions_as_asked_and_always_the_current_one()
    {
        using var sandbox = new Sandbox();
        for (var i = 0; i < 5; i++)
        {
            var instance = new Instance(sandbox.Instance().Settings with { KeepRevisions = 2 });
            var deployment = Sandbox.Deployment(sandbox.Revision(Mapping, ("d/a", $"{i}")));
            using var session = instance.Begin(deployment, sandbox.Events, CancellationToken.None);
            Assert.All(deployment.Events, e => Assert.Equal(EventStatus.Succeeded, session.Run(e, CancellationToken.None).Status));
            session.Commit();
        }

        Assert.Equal(2, Directory.EnumerateDirectories(Path.Combine(sandbox.State, "groups/local/deployments")).Count());
        Assert.NotNull(sandbox.Instance().FindRevision(sandbox.Instance().ReadState("local").Current!));
    }

    [Fact]
    public void A_restart_runs_the_scripts_of_the_revision_in_place_and_installs_nothing()
    {
        using var sandbox = new Sandbox();
        Assert.Null(sandbox.Deploy(sandbox.Revision(
            Mapping + "hooks:\n  ApplicationStart:\n    - location: start.sh\n", ("d/a", "one"), ("start.sh", "#!/bin/sh\necho started >> $SLIPWAY_INSTANCE_ROOT/trace\n"))));
        sandbox.Write("dst/a", "edited");
        var current = sandbox.Instance().ReadState("local").Current;
        Assert.Null(sandbox.Deploy(Sandbox.Deployment("") with { Revision = null, RestartOnly = true }));
        Assert.Equal("started\nstarted\n", sandbox.Read("trace"));
        Assert.Equal("edited", sandbox.Read("dst/a"));
        Assert.Equal(current, sandbox.Instance().ReadState("local").Current);
    }

    [Fact]
    public void The_plan_names_changes_scripts_and_conflicts_and_touches_nothing()
    {
        using var sandbox = new Sandbox();
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "one"), ("d/gone", "one"))));
        sandbox.Write("dst/foreign", "x");
        var tree = sandbox.Tree();
        var plan = sandbox.Instance().Plan(
            Sandbox.Deployment(sandbox.Revision(
                Mapping + "  - source: f/foreign\n    destination: /dst\nhooks:\n  AfterInstall:\n    - location: s.sh\n",
                ("d/a", "two two"), ("d/n/b", "b"), ("f/foreign", "y"), ("s.sh", "#!/bin/sh\n"))),
            CancellationToken.None);
        Assert.Equal(
            [(ChangeKind.Remove, "/dst/gone", 0), (ChangeKind.MakeDirectory, "/dst/n", 0), (ChangeKind.Replace, "/dst/a", 7), (ChangeKind.Create, "/dst/n/b", 1)],
            plan.Changes.Where(c => c.Path != "/dst").OrderBy(c => c.Kind is ChangeKind.Remove ? 0 : c.Kind is ChangeKind.MakeDirectory ? 1 : 2).ThenBy(c => c.Path, StringComparer.Ordinal).Select(c => (c.Kind, c.Path, (int)c.Size)));
        Assert.Equal(("SLW0215", true), (Assert.Single(plan.Conflicts).Error.Code, plan.Conflicts[0].IsPrediction));
        Assert.Equal("AfterInstall", Assert.Single(plan.Scripts).Event);
        Assert.Equal(tree, sandbox.Tree());
    }
}
