using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Permissions;

/// <summary>SLW3006, SLW3011, SLW3013 and what SLW3015 knows from the list.</summary>
public sealed class EffectRuleTests
{
    private const string Files = "version: 0.0\nos: linux\nfiles:\n  - source: app\n    destination: /srv/app\npermissions:\n";

    private static readonly RevisionItem[] Flat = [new("appspec.yml"), new("app/run.sh"), new("app/a.conf")];
    private static readonly RevisionItem[] Deep = [new("appspec.yml"), new("app/run.sh"), new("app/lib/a.conf")];

    private static string Entry(string place, string rest) => $"  - object: {place}\n    {rest}\n";

    [Theory]
    [InlineData("mode: ‹644›")]
    [InlineData("mode: ‹\"0640\"›")]
    [InlineData("type: [file, directory]\n    mode: ‹664›")]
    [InlineData("pattern: '**'\n    mode: ‹744›")]
    public void A_mode_without_search_right_is_marked(string rest)
    {
        MarkedText.Check("SLW3006", Severity.Warning, Files + Entry("/srv/app", rest));
        MarkedText.Check("SLW3006", Severity.Warning, Files + Entry("/srv/app", rest), Deep);
        MarkedText.Silent("SLW3006", Files + Entry("/srv/app", rest.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal)), Flat);
    }

    [Theory]
    [InlineData("type: [file]\n    mode: 644")]
    [InlineData("mode: 755")]
    [InlineData("mode: 711")]
    [InlineData("pattern: \"*.conf\"\n    mode: 644")]
    public void Modes_with_search_right_and_entries_for_files_are_fine(string rest)
    {
        MarkedText.Silent("SLW3006", Files + Entry("/srv/app", rest));
        MarkedText.Silent("SLW3006", Files + Entry("/srv/app", rest), Deep);
    }

    [Fact]
    public void Single_files_have_no_directories()
    {
        const string single = "version: 0.0\nos: linux\nfiles:\n  - source: a.conf\n    destination: /srv/app\npermissions:\n";

        MarkedText.Silent("SLW3006", single + Entry("/srv/app", "mode: 644"));
        MarkedText.Silent("SLW3006", single + Entry("/srv/app/a.conf", "mode: 644"));
    }

    [Theory]
    [InlineData("owner: a", "/srv/app/bin", "mode: 755")]
    [InlineData("owner: a", "/srv/app", "mode: 755")]
    [InlineData("pattern: \"*.sh\"\n    owner: a", "/srv/app/", "pattern: \"*.sh\"\n    mode: 755")]
    [InlineData("type: [file]\n    owner: a", "/srv/app", "mode: 755")]
    public void The_later_of_two_entries_for_one_path_is_marked(string first, string place, string second)
    {
        var finding = MarkedText.Check("SLW3011", Severity.Error, Files + Entry("/srv/app", first) + Entry($"‹{place}›", second));

        Assert.Equal(7, Assert.Single(finding.Related).Range.Line);
    }

    [Fact]
    public void The_outer_entry_may_be_the_later_one() =>
        MarkedText.Check("SLW3011", Severity.Error, Files + Entry("/srv/app/bin", "mode: 755") + Entry("‹/srv/app›", "owner: a"));

    [Theory]
    [InlineData("type: [file]\n    owner: a", "/srv/app", "type: [directory]\n    mode: 755")]
    [InlineData("pattern: \"*.sh\"\n    owner: a", "/srv/app", "pattern: \"*.conf\"\n    mode: 755")]
    [InlineData("pattern: \"*.sh\"\n    owner: a", "/srv/app/bin", "mode: 755")]
    [InlineData("except: [\"*.sh\"]\n    owner: a", "/srv/app", "pattern: \"*.sh\"\n    mode: 755")]
    [InlineData("except: [bin]\n    owner: a", "/srv/app/bin", "mode: 755")]
    [InlineData("owner: a", "/srv/other", "mode: 755")]
    public void What_the_text_alone_does_not_prove_is_left_alone(string first, string place, string second) =>
        MarkedText.Silent("SLW3011", Files + Entry("/srv/app", first) + Entry(place, second));

    [Theory]
    [InlineData("pattern: \"*.sh\"\n    owner: a", "‹/srv/app›", "pattern: \"run*\"\n    mode: 755")]
    [InlineData("except: [lib]\n    owner: a", "‹/srv/app/lib›", "mode: 755")]
    [InlineData("owner: a", "‹/srv/app/run.sh›", "mode: 755")]
    public void With_the_list_the_paths_decide(string first, string place, string second) =>
        MarkedText.Check("SLW3011", Severity.Error, Files + Entry("/srv/app", first) + Entry(place, second), Deep);

    [Theory]
    [InlineData("pattern: \"*.sh\"\n    owner: a", "/srv/app", "pattern: \"x*\"\n    mode: 755")]
    [InlineData("except: [run.sh]\n    owner: a", "/srv/app/run.sh", "mode: 755")]
    [InlineData("type: [directory]\n    owner: a", "/srv/app/lib", "type: [file]\n    mode: 755")]
    public void With_the_list_entries_without_a_common_path_are_fine(string first, string place, string second) =>
        MarkedText.Silent("SLW3011", Files + Entry("/srv/app", first) + Entry(place, second), Deep);

    [Theory]
    [InlineData("  - object: ‹/srv/ap›\n    mode: 755\n")]
    [InlineData("  - object: ‹/var/log/shop›\n    mode: 755\n")]
    [InlineData("  - object: ‹/srv/app›\n    type: [file]\n")]
    [InlineData("  - object: ‹/srv/app›\n    owner:\n    type: [file]\n")]
    public void An_entry_without_effect_is_marked(string entry) => MarkedText.Check("SLW3013", Severity.Warning, Files + entry);

    [Theory]
    [InlineData("  - object: /srv/app\n    mode: 755\n    pattern: ‹\"*.py\"›\n")]
    [InlineData("  - object: ‹/srv/app/bin›\n    mode: 755\n")]
    [InlineData("  - object: ‹/srv/app/run.sh›\n    mode: 755\n    type: [directory]\n")]
    [InlineData("  - object: ‹/srv/app/lib›\n    mode: 755\n    type: [directory]\n")]
    [InlineData("  - object: ‹/srv/app/lib›\n    mode: 755\n    except: [\"*\"]\n")]
    public void With_the_list_what_fits_nothing_is_marked(string entry) => MarkedText.Check("SLW3013", Severity.Warning, Files + entry, Deep);

    [Theory]
    [InlineData("  - object: /srv/app\n    mode: 755\n")]
    [InlineData("  - object: /\n    mode: 755\n")]
    [InlineData("  - object: /srv\n    mode: 755\n")]
    [InlineData("  - object: /srv/app/lib/\n    owner: a\n")]
    [InlineData("  - object: /srv/app\n    acls: [\"user:a:rwx\"]\n")]
    [InlineData("  - object: /srv/app\n    own: a\n")]
    public void Entries_with_an_effect_are_fine(string entry)
    {
        MarkedText.Silent("SLW3013", Files + entry);
        MarkedText.Silent("SLW3013", Files + entry, Deep);
        MarkedText.Silent("SLW3013", Files + entry, new RevisionItem("appspec.yml"), new RevisionItem("app", RevisionItemKind.Produced));
    }

    [Fact]
    public void A_path_below_a_directory_of_unknown_contents_may_be_there()
    {
        MarkedText.Silent("SLW3013", Files + "  - object: /srv/app/anything\n    mode: 755\n");
        MarkedText.Silent("SLW3013", Files + "  - object: /srv/app/anything\n    mode: 755\n", new RevisionItem("appspec.yml"), new RevisionItem("app", RevisionItemKind.Produced));
    }

    [Fact]
    public void A_default_entry_for_a_pattern_that_no_file_fits_is_fine()
    {
        const string entry = "  - object: /srv/app\n    pattern: lib\n    acls: [‹\"default:user:a:rwx\"›]\n";

        MarkedText.Check("SLW3015", Severity.Error, Files + entry);
        MarkedText.Silent("SLW3015", Files + entry.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal), Deep);
    }
}
