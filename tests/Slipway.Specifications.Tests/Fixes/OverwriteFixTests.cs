namespace Slipway.Specifications.Tests.Fixes;

/// <summary>The fix of SLW2007, the most frequent mistake of all.</summary>
public sealed class OverwriteFixTests
{
    private const string Header = "version: 0.0\nos: linux\n";
    private const string Item = Header + "files:\n  - source: a\n    destination: /b\n";
    private const string Hooks = "hooks:\n  AfterInstall:\n    - location: a.sh\n";

    [Theory]
    [InlineData(Item + "    overwrite: true\n", Item + "file_exists_behavior: OVERWRITE\n")]
    [InlineData(Item + "    overwrite: true\n" + Hooks, Item + "file_exists_behavior: OVERWRITE\n" + Hooks)]
    [InlineData(Item + "    overwrite: true", Item + "file_exists_behavior: OVERWRITE")]
    [InlineData(Item + "    overwrite: yes\n", Item + "file_exists_behavior: OVERWRITE\n")]
    [InlineData(Item + "    overwrite: 'true'\n", Item + "file_exists_behavior: OVERWRITE\n")]
    [InlineData(Item + "    overwrite: OVERWRITE\n", Item + "file_exists_behavior: OVERWRITE\n")]
    [InlineData(Item + "    file_exists_behavior: RETAIN\n", Item + "file_exists_behavior: RETAIN\n")]
    [InlineData(Item + "    fileExistsBehavior: \"retain\"\n", Item + "file_exists_behavior: RETAIN\n")]
    [InlineData(Item + "    overwrite: false\n", Item)]
    [InlineData(Item + "    file_exists_behavior: DISALLOW\n", Item)]
    [InlineData(Item + "    overwrite:\n", Item)]
    [InlineData(Item + "    replace: maybe\n", Item)]
    [InlineData(Item + "    force: true\n", Item + "file_exists_behavior: OVERWRITE\n")]
    [InlineData(Item + "    overwrite: false", Header + "files:\n  - source: a\n    destination: /b\n")]
    [InlineData(Item + "    overwrite: true\nfile_exists_behavior: RETAIN\n", Item + "file_exists_behavior: RETAIN\n")]
    [InlineData("file_exists_behavior: OVERWRITE\n" + Item + "    overwrite: true\n", "file_exists_behavior: OVERWRITE\n" + Item)]
    [InlineData(Header + "files:\n  - overwrite: true\n    source: a\n    destination: /b\n", Item + "file_exists_behavior: OVERWRITE\n")]
    [InlineData(Header + "files:\n  - source: a\n    overwrite: true\n    destination: /b\n", Item + "file_exists_behavior: OVERWRITE\n")]
    [InlineData(Header + "files:\n- source: a\n  destination: /b\n  overwrite: true\n", Header + "files:\n- source: a\n  destination: /b\nfile_exists_behavior: OVERWRITE\n")]
    [InlineData(Header + "files:\n  - { source: a, destination: /b, overwrite: true }\n", Header + "files:\n  - { source: a, destination: /b }\nfile_exists_behavior: OVERWRITE\n")]
    [InlineData(Header + "files: [{ overwrite: true, source: a, destination: /b }]", Header + "files: [{ source: a, destination: /b }]\nfile_exists_behavior: OVERWRITE")]
    [InlineData("{ version: 0.0, os: linux, files: [{ source: a, overwrite: true, destination: /b }] }\n", "{ version: 0.0, os: linux, files: [{ source: a, destination: /b }], file_exists_behavior: OVERWRITE }\n")]
    [InlineData(Item + "    overwrite: true # replace it\n" + Hooks, Item + "    # replace it\nfile_exists_behavior: OVERWRITE\n" + Hooks)]
    [InlineData(Item + "    overwrite: true\n    # - source: c\n\n# hooks follow\n" + Hooks, Item + "    # - source: c\nfile_exists_behavior: OVERWRITE\n\n# hooks follow\n" + Hooks)]
    [InlineData("---\n" + Item + "    overwrite: true\n...\n", "---\n" + Item + "file_exists_behavior: OVERWRITE\n...\n")]
    public void Says_at_the_top_level_what_the_mapping_said(string before, string after)
    {
        Assert.Equal(after, FixCase.Fixed("SLW2007", before));
        Assert.Equal(after.Replace("\n", "\r\n", StringComparison.Ordinal), FixCase.Fixed("SLW2007", before.Replace("\n", "\r\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void Of_several_mappings_that_agree_one_says_it_and_the_key_goes_everywhere()
    {
        const string before = Item + "    overwrite: true\n  - source: c\n    overwrite: true # c\n    destination: /d\n  - { source: e, destination: /f, overwrite: true }\n" + Hooks;

        Assert.Equal(Item + "  - source: c\n    # c\n    destination: /d\n  - { source: e, destination: /f }\nfile_exists_behavior: OVERWRITE\n" + Hooks, FixCase.Fixed("SLW2007", before));
    }

    [Fact]
    public void Mappings_that_disagree_are_left_to_their_author() =>
        Assert.Equal(2, FixCase.Unfixable("SLW2007", Item + "    overwrite: true\n  - source: c\n    destination: /d\n    overwrite: false\n").Count);
}
