using Slipway.Checks.Contents;
using Slipway.Revisions;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Checks.Tests;

public class RevisionLayoutTests
{
    private static readonly RevisionFile[] Published = [new("App.dll", "/p/bin/publish/App.dll"), new("Config/app.json", "/p/bin/publish/Config/app.json")];

    [Fact]
    public void Puts_the_appspec_at_the_root_the_projects_files_in_their_folders_and_the_output_in_Source()
    {
        var files = RevisionLayout.Compose("/p", "/p/deploy/spec.yaml", [File("Scripts/start.sh"), File("Config/app.json")], Published, "Source");

        Assert.Equal(["Config/app.json", "Scripts/start.sh", "Source/App.dll", "appspec.yml"], files.Select(f => f.Path));
        Assert.Equal("/p/deploy/spec.yaml", files[^1].SourcePath);
    }

    [Fact]
    public void What_the_SDK_publishes_too_is_not_packed_twice_but_the_outputs_own_files_are_kept()
    {
        var files = RevisionLayout.Compose("/p", "/p/appspec.yml", [File("Scripts/start.sh")],
            [.. Published, new("Scripts/start.sh", "/p/bin/publish/Scripts/start.sh"), new("appspec.yml", "/p/bin/publish/appspec.yml")], "Source");

        Assert.Equal(["Scripts/start.sh", "Source/App.dll", "Source/Config/app.json", "appspec.yml"], files.Select(f => f.Path));
    }

    [Theory]
    [InlineData("Config/", "Config/shared.json")]
    [InlineData("Config/renamed.json", "Config/renamed.json")]
    [InlineData("./Config//x.json", "Config/x.json")]
    [InlineData("\\Config\\", "Config/shared.json")]
    public void RevisionPath_names_the_place_or_with_a_slash_at_the_end_the_folder(string revisionPath, string expected)
    {
        var files = RevisionLayout.Compose("/p", null, [new ProjectFile("../shared.json", "/shared.json", "", revisionPath)], [], "Source");

        Assert.Equal([expected], files.Select(f => f.Path));
    }

    [Fact]
    public void A_folder_keeps_what_the_wildcard_stood_for() =>
        Assert.Equal(["Tools/a/b.sh"], RevisionLayout.Compose("/p", null, [new ProjectFile("../tools/a/b.sh", "/tools/a/b.sh", "a/", "Tools/")], [], "Source").Select(f => f.Path));

    [Theory]
    [InlineData("", "SLW0053")]
    [InlineData("../up.json", "SLW0053")]
    [InlineData("Config/../../up.json", "SLW0053")]
    [InlineData("C:/x.json", "SLW0053")]
    [InlineData("/", "SLW0053", "..")]
    public void A_place_outside_of_the_revision_is_refused(string revisionPath, string code, string name = "shared.json")
    {
        var error = Assert.Throws<SlipwayException>(() => RevisionLayout.Compose("/p", null, [new ProjectFile($"../{name}", $"/{name}", "", revisionPath)], [], "Source"));

        Assert.Equal(code, error.Error.Code);
    }

    [Fact]
    public void Two_files_for_one_place_are_refused_and_both_are_named()
    {
        var error = Assert.Throws<SlipwayException>(() => RevisionLayout.Compose("/p", null,
            [File("Config/app.json"), new ProjectFile("../app.json", "/app.json", "", "Config/")], [], "Source")).Error;

        Assert.Equal("SLW0054", error.Code);
        Assert.Contains("/p/Config/app.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("/app.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_file_named_twice_is_one_file() =>
        Assert.Single(RevisionLayout.Compose("/p", null, [File("Config/app.json"), File("Config/app.json")], [], "Source"));

    [Fact]
    public void The_publish_output_may_stand_at_the_root() =>
        Assert.Equal(["App.dll", "Config/app.json", "appspec.yml"], RevisionLayout.Compose("/p", "/p/appspec.yml", [], Published, "/").Select(f => f.Path));

    private static ProjectFile File(string path) => new(path, "/p/" + path);
}
