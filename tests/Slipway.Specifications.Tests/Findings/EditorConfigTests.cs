using Slipway.Specifications.Findings;
using Xunit;

namespace Slipway.Specifications.Tests.Findings;

public sealed class EditorConfigTests
{
    [Theory]
    [InlineData("*", "appspec.yml", true)]
    [InlineData("*", "deploy/appspec.yml", true)]
    [InlineData("*.yml", "a/b/appspec.yml", true)]
    [InlineData("*.yml", "appspec.yaml", false)]
    [InlineData("*.{yml,yaml}", "deploy/appspec.yaml", true)]
    [InlineData("*.{yml,yaml}", "appspec.json", false)]
    [InlineData("{appspec,deploy}.{yml,y{a,b}ml}", "deploy.ybml", true)]
    [InlineData("{appspec}.yml", "appspec.yml", false)]
    [InlineData("{appspec}.yml", "{appspec}.yml", true)]
    [InlineData("appspec.yml", "deploy/appspec.yml", true)]
    [InlineData("appspec.yml", "my-appspec.yml", false)]
    [InlineData("AppSpec.yml", "appspec.yml", false)]
    [InlineData("/appspec.yml", "appspec.yml", true)]
    [InlineData("/appspec.yml", "deploy/appspec.yml", false)]
    [InlineData("Scripts/*", "Scripts/start.sh", true)]
    [InlineData("Scripts/*", "Scripts/more/start.sh", false)]
    [InlineData("Scripts/*", "a/Scripts/start.sh", false)]
    [InlineData("Scripts/**", "Scripts/more/start.sh", true)]
    [InlineData("**/Scripts/*.sh", "a/b/Scripts/start.sh", true)]
    [InlineData("Scripts/**.sh", "Scripts/a/b.sh", true)]
    [InlineData("?.yml", "a.yml", true)]
    [InlineData("?.yml", "ab.yml", false)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("[ab].yml", "b.yml", true)]
    [InlineData("[!ab].yml", "b.yml", false)]
    [InlineData("[a-c].yml", "b.yml", true)]
    [InlineData("[a-c].yml", "-.yml", false)]
    [InlineData("[ab", "[ab", true)]
    [InlineData("{a", "{a", true)]
    [InlineData("file{1..12}.sh", "file10.sh", true)]
    [InlineData("file{1..12}.sh", "file13.sh", false)]
    [InlineData("file{-3..3}.sh", "file-2.sh", true)]
    [InlineData(@"\*.yml", "*.yml", true)]
    [InlineData(@"\*.yml", "a.yml", false)]
    [InlineData("{,x}a", "a", true)]
    [InlineData("", "a", false)]
    public void A_section_covers_what_its_name_says(string section, string path, bool expected) =>
        Assert.Equal(expected ? "yes" : null, EditorConfig.Parse("/p", $"[{section}]\nkey = yes\n").Find("/p/" + path, "key"));

    [Fact]
    public void No_pattern_is_slow()
    {
        var config = EditorConfig.Parse("/p", $"[{string.Concat(Enumerable.Repeat("*a", 500))}]\nkey = yes\n");
        Assert.Null(config.Find("/p/" + new string('a', 2000) + "b", "key"));
    }

    [Fact]
    public void Keys_have_no_case_comments_are_none_and_the_last_entry_wins()
    {
        var config = EditorConfig.Parse("/p", "\uFEFFroot=TRUE\n; a comment\n# another\n[*]\r\nKey = one ; said\r\nother: two # said\n\n[*.yml]\nkey=three\nno entry\n[]\nkey=four\n");
        Assert.True(config.IsRoot);
        Assert.Equal("one", config.Find("/p/x", "KEY"));
        Assert.Equal("two", config.Find("/p/x", "other"));
        Assert.Equal("four", config.Find("/p/x.yml", "key"));
    }

    [Fact]
    public void Root_counts_only_before_the_first_section() => Assert.False(EditorConfig.Parse("/p", "[*]\nroot = true\n").IsRoot);

    [Theory]
    [InlineData("/p/x", true)]
    [InlineData("/p/a/x", true)]
    [InlineData("/px", false)]
    [InlineData("/q/x", false)]
    public void Only_files_below_its_folder_are_covered(string path, bool expected) => Assert.Equal(expected, EditorConfig.Parse("/p/", "").Covers(path));

    [Fact]
    public void A_file_in_the_root_folder_covers_everything() => Assert.Equal("v", EditorConfig.Parse("/", "[*]\nk = v\n").Find("/a/b", "k"));
}
