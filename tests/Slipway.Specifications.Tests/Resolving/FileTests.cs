using CsCheck;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Resolving;
using Slipway.Specifications.Rules;
using static Slipway.Specifications.Tests.Resolving.Resolver;

namespace Slipway.Specifications.Tests.Resolving;

/// <summary>Patterns and <c>exclude</c> in <c>files</c>.</summary>
public sealed class FileTests
{
    private static readonly IReadOnlyList<RevisionItem> Site = Tree(
        "appspec.yml", "Source/wwwroot/b.js", "Source/wwwroot/js/a.js", "Source/wwwroot/js/a.min.js", "Source/wwwroot/css/s.css", "Source/app.dll", "Source/app.pdb", "Source/logs/x/old.log", "Source/empty/", "Source/runtimes/linux/l.so", "Source/runtimes/linux/l.pdb");

    [Fact]
    public void A_pattern_keeps_the_folders_below_its_fixed_part() => Assert.Equal(
        ["Source/wwwroot/b.js > /srv/www", "Source/wwwroot/js/a.js > /srv/www/js", "Source/wwwroot/js/a.min.js > /srv/www/js"],
        Mappings(Text(Header + "files:\n  - source: Source/wwwroot/**/*.js\n    destination: /srv/www\n", Site)));

    [Fact]
    public void Text_around_a_pattern_stays_and_entries_look_like_their_neighbours() => Assert.Equal(
        Header + "files:\n- destination: /srv/www # here\n  source: Source/wwwroot/js/a.js   # all scripts\n- source: Source/wwwroot/js/a.min.js\n  destination: /srv/www\n\n# the rest\n- source: Source/app.dll\n  destination: /srv\n",
        Text(Header + "files:\n- destination: /srv/www # here\n  source: 'Source/wwwroot/js/*.js'   # all scripts\n\n# the rest\n- source: Source/app.dll\n  destination: /srv\n", Site));

    [Theory]
    [InlineData("files:\n  - source: Source/wwwroot/js/*\n    destination: /w")]
    [InlineData("files:\n  - source: Source/wwwroot/js/*\n    destination: /w\n    exclude: nothing.txt")]
    [InlineData("files:\n  - exclude: [nothing.txt]\n    # why\n    source: Source/wwwroot/js/*\n    destination: /w\nhooks: {}\n")]
    [InlineData("files: [{source: Source/wwwroot/js/*, destination: /w}]\n")]
    [InlineData("files: [{exclude: a, source: Source/wwwroot/js/*, destination: /w}]\n")]
    [InlineData("files: [{source: Source/wwwroot/js/*, destination: /w, exclude: [a, b]}]\n")]
    [InlineData("files:\n  - {source: Source/wwwroot/js/*, exclude: a, destination: /w}\n")]
    [InlineData("files:\n  - source: >-\n      Source/wwwroot/js/*\n    destination: |-\n      /w\n")]
    [InlineData("{\"files\": [{\"source\": \"Source/wwwroot/js/*\", \"destination\": \"/w\"}]}")]
    public void Every_form_of_an_item_is_expanded(string files)
    {
        var text = Text(files.StartsWith('{') ? files.Replace("{\"files", "{\"version\": 0.0, \"os\": \"linux\", \"files", StringComparison.Ordinal) : Header + files, Site);

        Assert.Equal(["Source/wwwroot/js/a.js > /w", "Source/wwwroot/js/a.min.js > /w"], Mappings(text));
        Assert.DoesNotContain("exclude", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_of_which_nothing_is_left_out_stay_one_entry() => Assert.Equal(
        ["Source/app.dll > /srv", "Source/empty > /srv/empty", "Source/runtimes/linux/l.so > /srv/runtimes/linux", "Source/wwwroot > /srv/wwwroot"],
        Mappings(Text(Header + "files:\n  - source: Source\n    destination: /srv\n    exclude:\n      - '**/*.pdb' # symbols\n      - logs\n", Site)));

    [Fact]
    public void Line_ends_are_those_of_the_file() => Assert.Equal(
        "version: 0.0\r\nos: linux\r\nfiles:\r\n  - source: Source/wwwroot/js/a.js\r\n    destination: /w\r\n  - source: Source/wwwroot/js/a.min.js\r\n    destination: /w\r\n",
        Text("version: 0.0\r\nos: linux\r\nfiles:\r\n  - source: Source/wwwroot/js/*\r\n    exclude: x\r\n    destination: /w\r\n", Site));

    [Fact]
    public void Everything_below_a_folder_is_the_folder() => Assert.Equal(["Source > /srv"], Mappings(Text(Header + "files:\n  - source: Source/**\n    destination: /srv\n", Site)));

    [Fact]
    public void Everything_at_all_is_the_revision() => Assert.Equal(["/ > /srv"], Mappings(Text(Header + "files:\n  - source: '**'\n    destination: /srv\n", Site)));

    [Fact]
    public void A_name_that_exists_is_no_pattern() => Assert.Null(Resolve(Header + "files:\n  - source: a[1].txt\n    destination: /b\n", Tree("a[1].txt")).Text);

    [Fact]
    public void A_link_to_a_folder_names_its_own_place_and_a_link_to_a_file_does_not() => Assert.Equal(
        ["a/current > /b/current", "a/file > /b"],
        Mappings(Text(Header + "files:\n  - source: a/{current,file}\n    destination: /b\n", Tree("a/v1/x", "a/x", "a/current -> v1", "a/file -> x"))));

    [Fact]
    public void Windows_paths_keep_their_backslashes() => Assert.Equal(
        ["Source\\wwwroot\\js\\a.js > C:\\inetpub\\js", "Source\\wwwroot\\js\\a.min.js > C:\\inetpub\\js"],
        Mappings(Text("version: 0.0\nos: windows\nfiles:\n  - source: Source\\wwwroot\\**\\a*.js\n    destination: C:\\inetpub\n", Site)));

    [Fact]
    public void Properties_can_stand_in_patterns_and_excludes() => Assert.Equal(
        ["Source/wwwroot/js/a.js > /srv/shop/js"],
        Mappings(Text(Header + "files:\n  - source: Source/$(Web)/**/*.js\n    destination: /srv/$(App)\n    exclude: ['*.$(Kind)', '**/*.min.$(Kind)']\n", Site, ("Web", "wwwroot"), ("App", "shop"), ("Kind", "js"))));

    [Theory]
    [InlineData("source: ‹Source/*.exe›", "matches no file")]
    [InlineData("source: ‹source/*.dll›", "Did you mean the folder 'Source'?")]
    [InlineData("source: ‹Sources/*.dll›", "There is no folder 'Sources'.")]
    [InlineData("source: ‹'Source/[a*'›", "never closed")]
    [InlineData("source: ‹Source›\n    exclude: '**'", "leaves out all")]
    [InlineData("source: Source\n    exclude: {‹a: b›}", "takes a path or pattern")]
    [InlineData("source: Source\n    exclude: ‹a/../*›", "climbs")]
    public void What_matches_nothing_is_an_error_there(string marked, string says)
    {
        var prefix = Header + "files:\n  - destination: /srv\n    ";
        var text = prefix + marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal) + "\n";

        var finding = Assert.Single(FindingsOf(text, Site), finding => finding.Rule == "SLW2015");

        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
        Assert.Null(Resolve(text, Site).Text);
        if (!marked.Contains('{', StringComparison.Ordinal)) Assert.Equal(prefix.Length + marked.IndexOf('‹', StringComparison.Ordinal), finding.Range.Offset);
    }

    [Fact]
    public void An_exclude_that_leaves_out_nothing_is_a_warning_with_what_was_meant()
    {
        var finding = Assert.Single(FindingsOf(Header + "files:\n  - source: Source/runtimes\n    destination: /srv\n    exclude: '*.pdb'\n", Site), finding => finding.Rule == "SLW2016");

        Assert.Equal((Severity.Warning, 6, 14), (finding.Severity, finding.Range.Line, finding.Range.Column));
        Assert.Contains("'**/*.pdb'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_mappings_to_one_target_are_found_and_shown_where_they_are_written()
    {
        var finding = Assert.Single(
            FindingsOf(Header + "files:\n  - source: a/*\n    destination: /srv\n  - source: b/*\n    destination: /srv\n", Tree("a/x", "a/y", "b/x", "b/y")), finding => finding.Rule == "SLW2006");

        Assert.Equal((6, 13, 6, 16), (finding.Range.Line, finding.Range.Column, finding.Range.EndLine, finding.Range.EndColumn));
        Assert.Contains("1 more", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_for_too_many_files_is_refused_with_what_to_write() => Assert.Contains("Name whole folders",
        Assert.Single(FindingsOf(Header + "files:\n  - source: a/*\n    destination: /srv\n", [.. Enumerable.Range(0, 30_000).Select(i => new RevisionItem($"a/file-with-a-name-{i}"))]), finding => finding.Rule == "SLW2015").Message, StringComparison.Ordinal);

    [Fact]
    public void More_patterns_than_anybody_writes_are_refused_before_they_are_tried()
    {
        var files = Enumerable.Range(0, 2_000).Select(i => new RevisionItem($"a/{i}")).ToList();
        var text = Header + "files:\n" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"  - {{source: 'a/*{i}', destination: /b, exclude: ['**/{i}', '**/x{i}']}}\n"));
        var time = System.Diagnostics.Stopwatch.StartNew();

        var resolved = Resolve(text, files);

        Assert.Single(resolved.FindingsIn("appspec.yml"), finding => finding.Rule == "SLW2015" && finding.Message.Contains("more than 1000 patterns", StringComparison.Ordinal));
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(30), $"{time.Elapsed}");
    }

    /// <summary>What the resolved mappings copy is exactly what was asked for, whatever the tree and the patterns.</summary>
    [Fact]
    public void The_mappings_copy_exactly_what_is_meant()
    {
        var names = OneOf("a", "b", "c.x", "d");
        var path = names.Array[1, 4].Select(parts => string.Join('/', parts));
        var pattern = OneOf("a", "*", "**/*.x", "b/**", "**/b", "?", "{a,d}/*", "[ab]", "a/b", "**/c.x");
        Gen.Select(path.Array[1, 12], path.Array[0, 3], pattern.Array[0, 3], OneOf("r", "r/**", "r/**/*.x", "r/*", "r/a", "/")).Sample((paths, empty, excludes, source) =>
        {
            var files = paths.Where(file => !paths.Any(other => other.StartsWith(file + "/", StringComparison.Ordinal))).Select(file => "r/" + file).Distinct().ToList();
            var folders = empty.Select(folder => "r/" + folder).Where(folder => !files.Exists(file => file == folder || folder.StartsWith(file + "/", StringComparison.Ordinal) || file.StartsWith(folder + "/", StringComparison.Ordinal))).Select(folder => folder + "/");
            var tree = Tree([.. files, .. folders]);
            if (source is not "/" && GlobPattern.FolderOf(source) is var _ && source == "r/a" && !files.Exists(file => file.StartsWith("r/a", StringComparison.Ordinal))) return true;
            var list = excludes.Length == 0 ? "" : $"    exclude: [{string.Join(", ", excludes.Select(text => $"'{text}'"))}]\n";
            var resolved = Resolve(Header + $"files:\n  - source: {source}\n    destination: /t\n{list}", tree);
            var root = source == "/" ? "" : source == "r/a" ? "r/a" : "r";
            var all = files.Where(file => file == root || root.Length == 0 || file.StartsWith(root + "/", StringComparison.Ordinal)).ToList();
            var isFile = files.Contains(root);
            var wanted = all.Where(file => (!GlobPattern.IsPattern(source) || GlobPattern.Parse(source).Matches(file)) && (isFile || !excludes.Any(text => GlobPattern.Parse(text).MatchesWithin(file[(root.Length == 0 ? 0 : root.Length + 1)..]))))
                .Select(file => $"{file} > /t/{(isFile ? file[(file.LastIndexOf('/') + 1)..] : file[(root.Length == 0 ? 0 : root.Length + 1)..])}").Order(StringComparer.Ordinal).ToList();
            if (!resolved.Succeeded) return wanted.Count == 0;
            var text = resolved.Text ?? Header + $"files:\n  - source: {source}\n    destination: /t\n";
            var copied = Mappings(text).SelectMany(mapping => Copied(files, mapping)).Order(StringComparer.Ordinal).ToList();
            return wanted.SequenceEqual(copied);
        });
    }

    /// <summary>What an agent copies for a mapping.</summary>
    private static IEnumerable<string> Copied(List<string> files, string mapping)
    {
        var (source, destination) = (mapping.Split(" > ")[0].Trim('/'), mapping.Split(" > ")[1]);
        if (files.Contains(source)) return [$"{source} > {destination}/{source[(source.LastIndexOf('/') + 1)..]}"];
        return files.Where(file => source.Length == 0 || file.StartsWith(source + "/", StringComparison.Ordinal)).Select(file => $"{file} > {destination}/{file[(source.Length == 0 ? 0 : source.Length + 1)..]}");
    }
}
