using Slipway.EndToEnd.Tests.Running;
using Slipway.Revisions.Unix;
using Slipway.Specifications.AppSpecs;
using Xunit;

namespace Slipway.Instances.Tests.Deploying;

/// <summary>Files of others at the target: nothing of them is ever lost.</summary>
public sealed class ForeignFileTests
{
    private const string Mapping = "files:\n  - source: d\n    destination: /dst\n";

    [Fact]
    public void An_overwritten_file_comes_back_with_its_mode_and_time_when_its_revision_goes()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("dst/a", "the user's", "0640");
        UnixFiles.SetModified(null, sandbox.PathOf("dst/a"), new(1_500_000_000, 123_456_789));
        var before = UnixFiles.Status(null, sandbox.PathOf("dst/a"));

        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "ours")), FileExistsBehavior.Overwrite));
        Assert.Equal("ours", sandbox.Read("dst/a"));
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/b", "another"))));

        Assert.Equal("the user's", sandbox.Read("dst/a"));
        var after = UnixFiles.Status(null, sandbox.PathOf("dst/a"));
        Assert.Equal((before.Mode, before.Modified, before.User), (after.Mode, after.Modified, after.User));
        Assert.Null(sandbox.Deploy(sandbox.Revision("", ("x", ""))));
        Assert.Equal("the user's", sandbox.Read("dst/a"));
    }

    [Fact]
    public void An_overwritten_file_is_carried_through_revisions_that_replace_it_again()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("dst/a", "the user's");
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "one")), FileExistsBehavior.Overwrite));
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "two"))));
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "three")), FileExistsBehavior.Retain));
        Assert.Equal("three", sandbox.Read("dst/a"));
        Assert.Null(sandbox.Deploy(sandbox.Revision("", ("x", ""))));
        Assert.Equal("the user's", sandbox.Read("dst/a"));
    }

    [Fact]
    public void A_failed_deployment_leaves_both_the_installed_file_and_the_original_behind_it()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("dst/a", "the user's");
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "ours")), FileExistsBehavior.Overwrite));
        var tree = sandbox.Tree();
        Assert.NotNull(sandbox.Deploy(sandbox.Revision(Mapping + "hooks:\n  AfterInstall:\n    - location: f.sh\n", ("d/b", "new"), ("f.sh", "#!/bin/sh\nexit 1\n"))));
        Assert.Equal(tree, sandbox.Tree());
        Assert.Null(sandbox.Deploy(sandbox.Revision("", ("x", ""))));
        Assert.Equal("the user's", sandbox.Read("dst/a"));
    }

    [Fact]
    public void An_original_whose_place_is_taken_is_kept_and_said_so()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("dst/a", "the user's");
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "ours")), FileExistsBehavior.Overwrite));
        File.Delete(sandbox.PathOf("dst/a"));
        sandbox.Write("dst/a/in", "a directory now");
        Assert.Null(sandbox.Deploy(sandbox.Revision("", ("x", ""))));
        Assert.Contains(sandbox.Events.Warnings, w => w.Contains("cannot come back", StringComparison.Ordinal));
        Assert.Equal("a directory now", sandbox.Read("dst/a/in"));
        Directory.Delete(sandbox.PathOf("dst/a"), recursive: true);
        Assert.Null(sandbox.Deploy(sandbox.Revision("", ("x", ""))));
        Assert.Equal("the user's", sandbox.Read("dst/a"));
    }

    [Theory]
    [InlineData("target")]
    [InlineData("nowhere")]
    public void An_overwritten_link_is_replaced_itself_and_comes_back(string target)
    {
        using var sandbox = new Sandbox();
        sandbox.Write("dst/target", "not to be touched");
        File.CreateSymbolicLink(sandbox.PathOf("dst/a"), target);
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "ours")), FileExistsBehavior.Overwrite));
        Assert.Null(new FileInfo(sandbox.PathOf("dst/a")).LinkTarget);
        Assert.Equal("not to be touched", sandbox.Read("dst/target"));
        Assert.Null(sandbox.Deploy(sandbox.Revision("", ("x", ""))));
        Assert.Equal(target, new FileInfo(sandbox.PathOf("dst/a")).LinkTarget);
    }

    [Theory]
    [InlineData(FileExistsBehavior.Disallow)]
    [InlineData(FileExistsBehavior.Retain)]
    public void A_dangling_link_counts_as_existing(FileExistsBehavior behavior)
    {
        using var sandbox = new Sandbox();
        Directory.CreateDirectory(sandbox.PathOf("dst"));
        File.CreateSymbolicLink(sandbox.PathOf("dst/a"), "nowhere");
        var error = sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "ours")), behavior);
        Assert.Equal(behavior == FileExistsBehavior.Disallow ? "SLW0215" : null, error?.Code);
        Assert.Equal("nowhere", new FileInfo(sandbox.PathOf("dst/a")).LinkTarget);
        Assert.False(File.Exists(sandbox.PathOf("dst/nowhere")));
    }

    [Fact]
    public void A_link_of_the_revision_replaces_what_stands_there_under_overwrite()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("dst/l", "a file");
        var revision = sandbox.Revision(Mapping, ("d/t", "t"));
        File.CreateSymbolicLink(Path.Combine(revision, "d/l"), "t");
        Assert.Null(sandbox.Deploy(revision, FileExistsBehavior.Overwrite));
        Assert.Equal("t", new FileInfo(sandbox.PathOf("dst/l")).LinkTarget);
        Assert.Null(sandbox.Deploy(sandbox.Revision("", ("x", ""))));
        Assert.Equal("a file", sandbox.Read("dst/l"));
    }

    [Theory]
    [InlineData(FileExistsBehavior.Overwrite)]
    [InlineData(FileExistsBehavior.Disallow)]
    public void A_directory_at_a_files_target_fails(FileExistsBehavior behavior)
    {
        using var sandbox = new Sandbox();
        sandbox.Write("dst/a/in", "foreign");
        var tree = sandbox.Tree();
        Assert.NotNull(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "ours"), ("d/b", "b")), behavior));
        Assert.Equal(tree, sandbox.Tree());
    }

    [Fact]
    public void A_default_access_list_of_the_destination_counts_for_new_files()
    {
        using var sandbox = new Sandbox();
        Directory.CreateDirectory(sandbox.PathOf("dst"));
        Assert.SkipUnless(Machine.Has("setfacl") && CommandLine.Program("setfacl", "-d", "-m", "u:nobody:rw", sandbox.PathOf("dst")).ExitCode == 0, "needs setfacl and a file system with ACLs");
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "ours"), ("d/s/b", "b"))));
        Assert.Contains("user:65534:rw", CommandLine.Program("getfacl", "-n", sandbox.PathOf("dst/a")).Output, StringComparison.Ordinal);
        Assert.Contains("user:65534:rw", CommandLine.Program("getfacl", "-n", sandbox.PathOf("dst/s/b")).Output, StringComparison.Ordinal);
        Assert.Contains("default:user:65534:rw", CommandLine.Program("getfacl", "-n", sandbox.PathOf("dst/s")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_appears_at_a_target_during_the_switch_is_left_alone_and_the_deployment_undone()
    {
        using var sandbox = new Sandbox();
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "one"), ("d/s/old", "one"))));
        var placed = false;
        var error = sandbox.Deploy(Sandbox.Deployment(sandbox.Revision(Mapping, ("d/a", "two"), ("d/new", "two"))), step =>
        {
            if (step != "move in" || placed) return;
            placed = true;
            sandbox.Write("dst/new", "somebody else's");
        });
        Assert.Equal("SLW0230", error?.Code);
        Assert.Equal("somebody else's", sandbox.Read("dst/new"));
        Assert.Equal("one", sandbox.Read("dst/a"));
        Assert.Equal("one", sandbox.Read("dst/s/old"));
    }

    [Fact]
    public void What_appears_in_a_directory_that_goes_stays()
    {
        using var sandbox = new Sandbox();
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "one"), ("d/s/old", "one"))));
        var error = sandbox.Deploy(Sandbox.Deployment(sandbox.Revision(Mapping, ("d/a", "two"))), step =>
        {
            if (step == "rmdir" && !File.Exists(sandbox.PathOf("dst/s/late"))) sandbox.Write("dst/s/late", "late");
        });
        Assert.Equal("SLW0230", error?.Code);
        Assert.Equal("late", sandbox.Read("dst/s/late"));
        Assert.Equal("one", sandbox.Read("dst/s/old"));
    }
}
