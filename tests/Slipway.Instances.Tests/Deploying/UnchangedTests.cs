using CsCheck;
using Slipway.Revisions;
using Slipway.Revisions.Unix;
using Xunit;

namespace Slipway.Instances.Tests.Deploying;

/// <summary>What stands already as the new revision has it is left alone, and the tree is the one that a whole installation leaves.</summary>
public sealed class UnchangedTests
{
    private const string Mapping = "files:\n  - source: d\n    destination: /srv/app\n";

    [Theory]
    [InlineData(BundleType.Zip)]
    [InlineData(BundleType.Tar)]
    [InlineData(BundleType.Tgz)]
    public void An_unchanged_file_is_not_written_again(BundleType type)
    {
        using var sandbox = new Sandbox(bundles: type);
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/same", "same"), ("d/s/same", "in a folder"), ("d/changed", "one"))));
        var (same, inner, changed) = (Inode(sandbox, "srv/app/same"), Inode(sandbox, "srv/app/s/same"), Inode(sandbox, "srv/app/changed"));
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/same", "same"), ("d/s/same", "in a folder"), ("d/changed", "two"))));
        Assert.Equal((same, inner), (Inode(sandbox, "srv/app/same"), Inode(sandbox, "srv/app/s/same")));
        Assert.NotEqual(changed, Inode(sandbox, "srv/app/changed"));
        Assert.Equal("two", sandbox.Read("srv/app/changed"));

        // And it is still recorded as the revision's own.
        Assert.Null(sandbox.Deploy(sandbox.Revision("", ("x", ""))));
        Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.Root));
    }

    [Fact]
    public void The_plan_counts_what_is_unchanged_and_lists_the_rest()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/same", "same"), ("d/s/same", "in a folder"), ("d/changed", "one"))));
        var plan = sandbox.Instance().Plan(
            Sandbox.Deployment(sandbox.Revision(Mapping, ("d/same", "same"), ("d/s/same", "in a folder"), ("d/changed", "two"))), CancellationToken.None);
        Assert.Equal(
            [(ChangeKind.Replace, "/srv/app/changed", 3L), (ChangeKind.Unchanged, "/srv/app/s/same", 11L), (ChangeKind.Unchanged, "/srv/app/same", 4L)],
            plan.Changes.Select(c => (c.Kind, c.Path, c.Size)).OrderBy(c => c.Path, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("echo more >> same")]
    [InlineData("printf sAme > same; touch -d @315532800 same")]
    [InlineData("chmod 0600 same")]
    [InlineData("touch same")]
    [InlineData("rm same")]
    [InlineData("rm same; mkdir same")]
    [InlineData("ln same other")]
    [InlineData("setfacl -m u:1:r same")]
    [InlineData("setfattr -n user.note -v x same")]
    [InlineData("cp same other; mv other same")]
    [InlineData("chmod 0700 .")]
    [InlineData("rm same; ln -s /etc/passwd same")]
    public void Whatever_was_done_to_an_installed_file_is_made_good(string edit)
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        using var fresh = new Sandbox(bundles: BundleType.Zip);
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/same", "same"), ("d/s/inner", "inner"))));
        Assert.SkipUnless(sandbox.Shell("srv/app", edit), $"this machine cannot do '{edit}'");
        File.Delete(sandbox.PathOf("srv/app/other"));
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/same", "same"), ("d/s/inner", "inner"))));
        Assert.Null(fresh.Deploy(fresh.Revision(Mapping, ("d/same", "same"), ("d/s/inner", "inner"))));
        Assert.Equal(fresh.Standing(), sandbox.Standing());
    }

    [Fact]
    public void A_tree_restored_from_a_backup_is_looked_through_and_left_alone()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/same", "same"))));
        Assert.True(sandbox.Shell("", "cp -a srv srv.old && rm -r srv && mv srv.old srv"));
        var inode = Inode(sandbox, "srv/app/same");
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/same", "same"), ("d/more", "x"))));
        Assert.Equal(inode, Inode(sandbox, "srv/app/same"));
    }

    [Fact]
    public void A_change_of_permissions_alone_writes_the_file_anew()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        using var fresh = new Sandbox(bundles: BundleType.Zip);
        const string Permissions = "permissions:\n  - object: /srv/app\n    pattern: \"*\"\n    mode: \"0640\"\n    type: [file]\n  - object: /srv/app/s\n    mode: \"0711\"\n    type: [directory]\n";
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/same", "same"), ("d/s/t/same", "same"))));
        foreach (var appSpec in (string[])[Mapping + Permissions, Mapping + Permissions, Mapping])
        {
            Assert.Null(sandbox.Deploy(sandbox.Revision(appSpec, ("d/same", "same"), ("d/s/t/same", "same"))));
            Assert.Null(fresh.Deploy(fresh.Revision("", ("x", ""))));
            Assert.Null(fresh.Deploy(fresh.Revision(appSpec, ("d/same", "same"), ("d/s/t/same", "same"))));
            Assert.Equal(fresh.Standing(), sandbox.Standing());
        }
    }

    [Fact]
    public void A_record_of_the_version_before_is_read_and_its_files_are_written_anew()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "one"), ("d/gone", "x"))));
        var record = Path.Combine(sandbox.State, "groups/local/installed");
        File.WriteAllLines(record, File.ReadAllLines(record).Select(l => l.StartsWith("slipway", StringComparison.Ordinal) ? "slipway installed 1"
            : l.Split('\t') is { Length: 8 } f ? string.Join('\t', f[..4].Concat(f[6..])) : l));
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "one"))));
        Assert.Equal("one", sandbox.Read("srv/app/a"));
        Assert.False(File.Exists(sandbox.PathOf("srv/app/gone")));
    }

    [Theory]
    [InlineData("echo more >> $SLIPWAY_INSTANCE_ROOT/srv/app/same")]
    [InlineData("rm -r $SLIPWAY_INSTANCE_ROOT/srv/app")]
    [InlineData("chmod -R 0700 $SLIPWAY_INSTANCE_ROOT/srv/app")]
    [InlineData("echo more >> $SLIPWAY_INSTANCE_ROOT/srv/app/same; echo more | tee -a $SLIPWAY_REVISION_DIR/d/same $SLIPWAY_REVISION_DIR/../../*/revision/d/same")]
    public void What_a_script_did_to_kept_files_after_Install_is_taken_back(string script)
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/same", "same"), ("d/s/same", "in a folder"), ("d/changed", "one"))));
        var tree = sandbox.Tree();
        var error = sandbox.Deploy(sandbox.Revision(
            Mapping + "hooks:\n  ApplicationStart:\n    - location: x.sh\n",
            ("d/same", "same"), ("d/s/same", "in a folder"), ("d/changed", "two"), ("x.sh", $"#!/bin/sh\n{script}\nexit 1\n")));
        Assert.NotNull(error);
        Assert.Equal(tree, sandbox.Tree());
    }

    // Few names and contents, so that revisions share files, make files of directories, and differ in modes alone.
    private static readonly Gen<(string Path, string Text, int Mode)[]> Files =
        Gen.Select(Gen.OneOf("a", "b", "s").Array[1, 3].Select(n => string.Join('/', n)), Gen.OneOf("1", "22", ""), Gen.OneOf(0x1a4, 0x1ed, 0x180))
            .Array[0, 7].Select(files => files.DistinctBy(f => f.Item1).Where(f => !files.Any(o => o.Item1.StartsWith(f.Item1 + "/", StringComparison.Ordinal)))
                .Select(f => ("d/" + f.Item1, f.Item2, f.Item3)).Append(("d/always", "x", 0x1a4)).ToArray());

    private static readonly Gen<string> Permissions = Gen.OneOf(
        "", "permissions:\n  - object: /srv/app\n    pattern: \"a\"\n    mode: \"0604\"\n    type: [file]\n",
        "permissions:\n  - object: /srv/app\n    mode: \"0711\"\n    type: [directory]\n");

    // What a user does between two deployments, with the path of an installed file.
    private static readonly Gen<string> Edits = Gen.OneOf(
        "true", "echo e >> $f", "printf 9 > $f; touch -d @315532800 $f", "rm $f", "chmod 0612 $f", "cp -p $f $f.x; mv $f.x $f", "touch $f", "chmod 0701 $(dirname $f)", "rm $f; ln -s no/where $f");

    private static readonly Gen<string> Hooks = Gen.OneOf(
        "", "echo h >> $f", "cd $SLIPWAY_REVISION_DIR/d; echo h >> $(find . -type f | sort | head -1)", "cd $SLIPWAY_REVISION_DIR; chmod -R go-rwx d", "rm $f",
        "cd $SLIPWAY_REVISION_DIR/d; sed -i s/^/z/ $(find . -type f | sort | head -1)");

    [Fact]
    public void A_redeployment_leaves_the_tree_of_a_whole_installation() => Gen.Select(Files, Files, Permissions, Permissions, Edits, Hooks, Gen.Int[0, 6]).Sample(
        (first, second, firstPermissions, secondPermissions, edit, hook, which) =>
        {
            using var sandbox = new Sandbox(bundles: BundleType.Zip);
            using var fresh = new Sandbox(bundles: BundleType.Zip);
            var script = $"#!/bin/sh\nf=$SLIPWAY_INSTANCE_ROOT/srv/app/{first[which % first.Length].Path[2..]}\n{hook}\ntrue\n";
            string Make(Sandbox s, (string, string, int)[] files, string permissions) => s.Revision(
                Mapping + permissions + (hook.Length == 0 ? "" : "hooks:\n  BeforeInstall:\n    - location: h.sh\n"), (IReadOnlyList<(string, string, int)>)[.. files, ("h.sh", script, 0x1ed)]);
            Assert.Null(sandbox.Deploy(Make(sandbox, first, firstPermissions)));
            sandbox.Shell("", $"f=srv/app/{first[which % first.Length].Path[2..]}; {edit}");
            Assert.Null(sandbox.Deploy(Make(sandbox, second, secondPermissions)));
            Assert.Null(fresh.Deploy(Make(fresh, second, secondPermissions)));
            Assert.Equal(fresh.Standing(), sandbox.Standing());

            // A third time nothing differs.
            Assert.Null(sandbox.Deploy(Make(sandbox, second, secondPermissions)));
            Assert.Null(fresh.Deploy(Make(fresh, second, secondPermissions)));
            Assert.Equal(fresh.Standing(), sandbox.Standing());
        },
        iter: 60, threads: 2);

    private static ulong Inode(Sandbox sandbox, string path) => UnixFiles.Status(null, sandbox.PathOf(path)).Inode;
}
