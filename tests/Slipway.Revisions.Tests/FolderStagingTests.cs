using System.Diagnostics;
using Slipway.Revisions.Unix;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Revisions.Tests;

public sealed class FolderStagingTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Revision => _temp.Under("revision");

    private string Staging => _temp.Under("staging");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Copies_files_links_and_empty_directories()
    {
        _temp.Write("revision/appspec.yml", "version: 0.0\n");
        _temp.Write("revision/a/b/large", new byte[300_000]);
        _temp.Write("revision/a/ü 日本", "x", "640");
        _temp.Link("revision/a/dangling", "../nowhere");
        _temp.Link("revision/a/self", "self");
        _temp.Link("revision/a/directory", "b");
        Directory.CreateDirectory(_temp.Under("revision/empty/inner"));

        var staged = Stage();

        Assert.Equal(Tree.Of(Revision), Tree.Of(Staging));
        Assert.Equal(new StagedRevision(Staging, "appspec.yml", 6, 300_014, null), staged);
    }

    [Theory]
    [InlineData("666")]
    [InlineData("777")]
    [InlineData("400")]
    [InlineData("600")]
    [InlineData("4755")]
    public void Files_keep_their_mode_less_the_umask(string mode)
    {
        _temp.Write("revision/f", "x", mode);
        Stage();
        var expected = Convert.ToInt32(mode, 8) & ~UnixFiles.Umask();

        // The kernel takes setuid from what anyone but root writes, as it does in the agent's copy.
        if (UnixFiles.EffectiveUser != 0) expected &= Convert.ToInt32("777", 8);
        Assert.Equal(expected, UnixFiles.Status(null, Path.Join(Staging, "f")).Mode);
    }

    [Fact]
    public void Directories_get_the_modes_of_new_ones_and_the_root_opens_at_the_end()
    {
        _temp.Write("revision/d/f", "x");
        UnixFiles.ChangeMode(null, _temp.Under("revision/d"), Convert.ToInt32("1700", 8));
        Stage();
        var expected = Convert.ToInt32("777", 8) & ~UnixFiles.Umask();
        Assert.Equal(expected, UnixFiles.Status(null, Path.Join(Staging, "d")).Mode);
        Assert.Equal(expected, UnixFiles.Status(null, Staging).Mode);
    }

    [Theory]
    [InlineData("appspec.yml", "appspec.yml")]
    [InlineData("appspec.yaml", "appspec.yaml")]
    [InlineData("APPSPEC.yml", null)]
    public void Finds_the_appspec_at_the_root(string name, string? found)
    {
        _temp.Write("revision/" + name, "x");
        Assert.Equal(found, Stage().AppSpecFile);
    }

    [Fact]
    public void Prefers_appspec_yml_to_appspec_yaml()
    {
        _temp.Write("revision/appspec.yml", "x");
        _temp.Write("revision/appspec.yaml", "x");
        Assert.Equal("appspec.yml", Stage().AppSpecFile);
    }

    [Fact]
    public void Refuses_a_fifo_with_its_path_before_anything_is_copied()
    {
        _temp.Write("revision/d/f", "x");
        Run("mkfifo", _temp.Under("revision/d/pipe"));
        var error = Refused("SLW0105");
        Assert.Contains(_temp.Under("revision/d/pipe"), error.Message, StringComparison.Ordinal);
        Assert.Contains("FIFO", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("touch \"$1/$(printf 'bad\\377name')\"", "bad\\xff")]
    [InlineData("ln -s \"$(printf 'to\\300')\" \"$1/link\"", "to\\xc0")]
    public void Refuses_names_and_link_targets_that_are_not_utf8(string command, string shown)
    {
        Directory.CreateDirectory(Revision);
        Run("sh", "-c", command, "sh", Revision);
        Assert.Contains(shown, Refused("SLW0106").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_revision_that_contains_the_staging_folder()
    {
        _temp.Write("revision/f", "x");
        var error = Assert.Throws<SlipwayException>(() => Stage(Revision, Path.Join(Revision, "state/staging")));
        Assert.Equal("SLW0112", error.Error.Code);
        Assert.False(Directory.Exists(Path.Join(Revision, "state/staging")));
    }

    [Fact]
    public void Leaves_out_the_folder_of_the_projects_own_group_and_so_may_stage_into_it()
    {
        _temp.Write("revision/appspec.yml", "x");
        _temp.Write("revision/.slipway/local/srv/old", "x");
        _temp.Write("revision/app/.slipway/kept", "x");
        Directory.CreateDirectory(Path.Join(Revision, ".slipway/state"));
        var staged = Stage(Revision, Path.Join(Revision, ".slipway/state/staging"));
        Assert.Equal(2, staged.Files);
        Assert.Equal(["app", "appspec.yml"], Directory.EnumerateFileSystemEntries(staged.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["app/.slipway/kept", "appspec.yml"], RevisionGathering.FromFolder(Revision).Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Says_that_the_way_to_a_revision_leads_through_a_file()
    {
        var file = _temp.Write("file", "x");
        var error = Assert.Throws<SlipwayException>(() => Stage(file + "/revision", Staging)).Error;
        Assert.Equal("SLW0101", error.Code);
        Assert.False(Directory.Exists(Staging));
    }

    [Fact]
    public void Says_that_a_revision_is_missing() => Assert.Contains("revision", Refused("SLW0101").Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_an_existing_staging_folder_and_leaves_it_alone()
    {
        _temp.Write("revision/f", "x");
        _temp.Write("staging/keep", "x");
        Assert.Equal("SLW0110", Assert.Throws<SlipwayException>(() => Stage()).Error.Code);
        Assert.True(File.Exists(_temp.Under("staging/keep")));
    }

    [Fact]
    public void Cancelling_leaves_nothing()
    {
        _temp.Write("revision/f", "x");
        Assert.Throws<OperationCanceledException>(
            () => RevisionStaging.Stage(Revision, Staging, StagingLimits.Default, new CancellationToken(canceled: true)));
        Assert.False(Directory.Exists(Staging));
    }

    [Fact]
    public void Copies_names_of_255_bytes_and_many_levels()
    {
        var name = string.Concat(Enumerable.Repeat("é", 127)) + "x";
        _temp.Write($"revision/{name}/{name}", "x");
        _temp.Write("revision/" + string.Join('/', Enumerable.Repeat("d", 400)) + "/f", "x");
        Assert.Equal(2, Stage().Files);
        Assert.Equal(Tree.Of(Revision), Tree.Of(Staging));
    }

    private StagedRevision Stage() => Stage(Revision, Staging);

    private static StagedRevision Stage(string revision, string staging) =>
        RevisionStaging.Stage(revision, staging, StagingLimits.Default, TestContext.Current.CancellationToken);

    private SlipwayError Refused(string code)
    {
        var error = Assert.Throws<SlipwayException>(() => Stage()).Error;
        Assert.Equal(code, error.Code);
        Assert.False(Directory.Exists(Staging), "the staging folder is still there");
        return error;
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
