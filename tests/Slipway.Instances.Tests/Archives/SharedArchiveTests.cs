using Slipway.Revisions;
using Slipway.Revisions.Unix;
using Slipway.Specifications.AppSpecs;
using Xunit;

namespace Slipway.Instances.Tests.Archives;

/// <summary>Archives share their files as hard links; whatever scripts do to one, the others and the object store keep what was deployed.</summary>
public sealed class SharedArchiveTests
{
    private const string Mapping = "files:\n  - source: d\n    destination: /srv/app\n";
    private const string BeforeInstall = "hooks:\n  BeforeInstall:\n    - location: x.sh\n";

    private static readonly (string, string)[] Content = [("d/conf", "good"), ("d/other", "untouched"), ("d/s/third", "also good"), ("d/twin", "good")];

    [Theory]
    [InlineData(BundleType.Zip)]
    [InlineData(BundleType.Tar)]
    [InlineData(BundleType.Tgz)]
    public void Archives_are_hard_links_and_the_installed_tree_is_not(BundleType type)
    {
        using var sandbox = new Sandbox(bundles: type);
        var first = Deploy(sandbox, Mapping, Content);
        var second = Deploy(sandbox, Mapping, [.. Content, ("d/new", "new")]);
        Assert.Equal(Status(first, "d/conf").Inode, Status(second, "d/conf").Inode);
        Assert.Equal(3u, Status(first, "d/conf").Links);
        Assert.Equal(1u, UnixFiles.Status(null, sandbox.PathOf("srv/app/conf")).Links);
        Assert.NotEqual(Status(second, "d/conf").Inode, Status(second, "d/twin").Inode);
        Assert.Equal("good", File.ReadAllText(second + "/d/twin"));
    }

    [Theory]
    [InlineData("echo edited >> d/conf", "conf")]
    [InlineData("printf evil > d/conf; touch -d @315532800 d/conf", "conf")]
    [InlineData("cp -p d/same-size d/conf", "conf")]
    [InlineData("truncate -s 0 d/conf", "conf")]
    [InlineData("sed -i s/good/bad/ d/conf", "conf")]
    [InlineData("chmod -R 0600 d/conf d/s/third", null)]
    [InlineData("chown -R 1:1 d", null)]
    [InlineData("touch d/conf d/s/third", null)]
    [InlineData("rm d/conf; echo own > d/conf", "conf")]
    [InlineData("mv d/same-size d/conf; cp -p d/conf d/same-size", "conf")]
    [InlineData("ln -f d/other d/conf; echo more >> d/conf", "conf")]
    public void What_a_script_does_to_its_archive_is_installed_and_stays_there(string edit, string? changes)
    {
        Assert.SkipWhen(edit.StartsWith("chown", StringComparison.Ordinal) && UnixFiles.EffectiveUser != 0, "only root can give files away");
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        using var alone = new Sandbox();
        (string, string)[] content = [.. Content, ("d/same-size", "evil")];
        var first = Deploy(sandbox, Mapping, content);
        var tree = sandbox.Standing();
        var archive = Contents(first);
        var script = $"#!/bin/sh\ncd $SLIPWAY_REVISION_DIR\n{edit}\n";
        var second = Deploy(sandbox, Mapping + BeforeInstall, [.. content, ("d/new", "new"), ("x.sh", script)]);

        // As the agent installs it: what the script left in the archive.
        Assert.Null(alone.Deploy(alone.Revision(Mapping + BeforeInstall, [.. content, ("d/new", "new"), ("x.sh", script)])));
        Assert.Equal(Contents(alone.PathOf("srv/app")), Contents(sandbox.PathOf("srv/app")));
        if (changes is not null) Assert.NotEqual("good", File.ReadAllText($"{second}/d/{changes}"));

        // The other archive is as it was, and a rollback to it is exact.
        Assert.Equal(archive, Contents(first));
        Assert.Null(sandbox.Deploy(first));
        Assert.Equal(tree, sandbox.Standing());

        // So is one to the edited revision: its script runs again, on what was deployed.
        Assert.Null(sandbox.Deploy(second));
        Assert.Equal(Contents(alone.PathOf("srv/app")), Contents(sandbox.PathOf("srv/app")));
    }

    [Theory]
    [InlineData("echo edited >> d/conf")]
    [InlineData("chmod -R u=rw,go= d/conf d/other")]
    public void A_stop_script_that_edits_the_archive_in_place_reaches_neither_the_new_one_nor_the_old_tree(string edit)
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        var stop = Mapping + "hooks:\n  ApplicationStop:\n    - location: x.sh\n";
        Deploy(sandbox, stop, [.. Content, ("d/gone", "only here"), ("x.sh", $"#!/bin/sh\ncd $SLIPWAY_REVISION_DIR\n{edit}\ncd $SLIPWAY_INSTANCE_ROOT/srv/app; rm conf gone\n")]);
        var tree = sandbox.Tree();
        Assert.NotNull(sandbox.Deploy(sandbox.Revision(Mapping + "hooks:\n  AfterInstall:\n    - location: f.sh\n", [.. Content, ("f.sh", "#!/bin/sh\nexit 1\n")])));
        Assert.Equal(tree, sandbox.Tree());
        var second = Deploy(sandbox, Mapping, Content);
        Assert.Equal("good", File.ReadAllText(second + "/d/conf"));
        Assert.Equal("good", sandbox.Read("srv/app/conf"));
    }

    [Fact]
    public void A_file_that_a_script_damaged_wherever_it_was_is_named_and_does_not_keep_the_undo_from_ending()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        Deploy(sandbox, Mapping + "hooks:\n  ApplicationStop:\n    - location: x.sh\n",
            [.. Content, ("d/gone", "only here"), ("x.sh", "#!/bin/sh\necho x > $SLIPWAY_REVISION_DIR/d/gone; rm $SLIPWAY_INSTANCE_ROOT/srv/app/gone\n")]);
        Assert.NotNull(sandbox.Deploy(sandbox.Revision(Mapping + "hooks:\n  AfterInstall:\n    - location: f.sh\n", [.. Content, ("f.sh", "#!/bin/sh\nexit 1\n")])));
        Assert.Contains(sandbox.Events.Warnings, w => w.Contains("srv/app/gone", StringComparison.Ordinal));
        Assert.Null(sandbox.Instance().ReadState("local").Unfinished);
        Assert.Equal("good", sandbox.Read("srv/app/conf"));
    }

    [Fact]
    public void An_object_that_was_damaged_is_noticed_and_unpacked_again()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        var first = Deploy(sandbox, Mapping, Content);
        var tree = sandbox.Standing();
        foreach (var file in Objects(sandbox)) File.AppendAllText(file, "damage");
        var second = Deploy(sandbox, Mapping, [.. Content, ("d/new", "new")]);
        Assert.Equal("good", File.ReadAllText(second + "/d/conf"));
        Assert.Equal("also good", sandbox.Read("srv/app/s/third"));
        Assert.Null(sandbox.Deploy(first));
        Assert.Equal(tree, sandbox.Standing());
    }

    [Fact]
    public void A_damaged_archive_whose_content_is_nowhere_else_is_refused_by_name()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        var first = Deploy(sandbox, Mapping, [.. Content, ("d/only", "only in the first")]);
        Deploy(sandbox, Mapping, Content);
        var tree = sandbox.Tree();
        File.AppendAllText(first + "/d/only", "damage");
        var error = sandbox.Deploy(first);
        Assert.Equal("SLW0245", error?.Code);
        Assert.Contains("'d/only'", error!.Message, StringComparison.Ordinal);
        Assert.Equal(tree, sandbox.Tree());
        Assert.Null(sandbox.Instance().ReadState("local").Unfinished);
    }

    [Fact]
    public void An_archive_is_mended_from_the_objects_when_it_is_deployed_again()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        var first = Deploy(sandbox, Mapping, [.. Content, ("d/only", "only in the first")]);
        var tree = sandbox.Standing();
        Deploy(sandbox, Mapping, Content);
        File.Delete(first + "/d/only");
        File.WriteAllText(first + "/d/only", "another");
        File.Delete(first + "/d/conf");
        Assert.Null(sandbox.Deploy(first));
        Assert.Equal(tree, sandbox.Standing());
    }

    [Fact]
    public void Objects_go_with_the_last_archive_that_holds_them()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        var instance = new Instance(sandbox.Instance().Settings with { KeepRevisions = 2 });
        for (var i = 0; i < 5; i++)
        {
            var deployment = Sandbox.Deployment(sandbox.Revision(Mapping, [("d/always", "always"), ($"d/{i}", $"number {i}")]));
            using var session = instance.Begin(deployment, sandbox.Events, CancellationToken.None);
            foreach (var e in deployment.Events) session.Run(e, CancellationToken.None);
            session.Commit();
        }

        // always, the appspec, and a file of each of the two kept revisions.
        Assert.Equal(4, Objects(sandbox).Length);
        Assert.All(Objects(sandbox), file => Assert.InRange(UnixFiles.Status(null, file).Links, 2u, 3u));
    }

    [Fact]
    public void A_deployment_that_fails_is_not_unpacked_again_the_next_time()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        Assert.NotNull(sandbox.Deploy(sandbox.Revision(Mapping + "hooks:\n  AfterInstall:\n    - location: x.sh\n", [.. Content, ("x.sh", "#!/bin/sh\nexit 1\n")])));
        var objects = Objects(sandbox).ToDictionary(f => f, f => UnixFiles.Status(null, f).Inode);
        var archive = Deploy(sandbox, Mapping, Content);
        Assert.Contains(Status(archive, "d/conf").Inode, objects.Values);
    }

    [Theory]
    [InlineData("mend objects", 1)]
    [InlineData("mend archive", 1)]
    [InlineData("mend archive", 2)]
    [InlineData("journal swept", 1)]
    public void A_death_while_archives_are_mended_leaves_them_to_the_recovery(string step, int which)
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        var first = Deploy(sandbox, Mapping, Content);
        var archive = Contents(first);
        var tree = sandbox.Tree();
        var seen = 0;
        var isDead = false;
        var dying = Sandbox.Deployment(sandbox.Revision(Mapping + BeforeInstall, [.. Content, ("x.sh", "#!/bin/sh\ncd $SLIPWAY_REVISION_DIR/d\necho edited | tee -a conf other s/third twin\n")]));
        Assert.Throws<InvalidOperationException>(() => sandbox.Deploy(dying, s =>
        {
            isDead |= s == step && ++seen == which;
            if (isDead) throw new InvalidOperationException("dead");
        }));
        sandbox.Recover();
        Assert.Equal(tree, sandbox.Tree());
        Assert.Equal(archive, Contents(first));
        Assert.Equal("good\nedited"[..4], File.ReadAllText(sandbox.Instance().FindRevision(dying.DeploymentId) + "/d/conf")[..4]);
        Assert.Null(sandbox.Deploy(first));
        Assert.Equal("untouched", sandbox.Read("srv/app/other"));
    }

    private static string Deploy(Sandbox sandbox, string appSpec, (string, string)[] content)
    {
        var deployment = Sandbox.Deployment(sandbox.Revision(appSpec, content), FileExistsBehavior.Disallow);
        Assert.Null(sandbox.Deploy(deployment));
        return sandbox.Instance().FindRevision(deployment.DeploymentId)!;
    }

    private static FileStatus Status(string archive, string path) => UnixFiles.Status(null, archive + "/" + path);

    private static string[] Objects(Sandbox sandbox) => Directory.GetFiles(Path.Combine(sandbox.State, "objects"), "*", SearchOption.AllDirectories);

    /// <summary>Paths, modes, owners and contents.</summary>
    private static string Contents(string folder) => string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(f => (Path: f[folder.Length..], Status: UnixFiles.Status(null, f), Text: File.ReadAllText(f)))
        .Select(f => $"{f.Path} {Convert.ToString(f.Status.Mode, 8)} {f.Status.User} {f.Text}"));
}
