using System.Diagnostics;
using CsCheck;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Resolving;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;
using static Slipway.Specifications.Tests.Resolving.Resolver;

namespace Slipway.Specifications.Tests.Resolving;

/// <summary><c>$(Property)</c> in values.</summary>
public sealed class PropertyTests
{
    /// <summary>Every way to write a scalar, with the placeholder at <c>‹›</c> and what else the text holds.</summary>
    private static readonly (string Written, string Before, string After)[] Places =
    [
        ("x: ‹›\n", "", ""),
        ("x: a-‹›/b # comment $(NotAValue)\n", "a-", "/b"),
        ("x: one\n  two ‹›\n", "one two ", ""),
        ("x: '‹›'\n", "", ""),
        ("x: 'it''s ‹›'\n", "it's ", ""),
        ("x: 'one\n  ‹› two'\n", "one ", " two"),
        ("x: \"\\\"‹›\\\"\"\n", "\"", "\""),
        ("x: \"one\n  ‹›\n  two\"\n", "one ", " two"),
        ("x: |\n  ‹›\n", "", "\n"),
        ("x: |- # $(NotAValue)\n  one\n    ‹› two\ny: 1\n", "one\n  ", " two"),
        ("x: >\n  one\n  ‹› two\n", "one ", " two\n"),
        ("x: [ ‹› ]\n", "", ""),
        ("x: { y: a‹› }\n", "a", ""),
        ("{ \"x\": \"‹›\", \"version\": 0.0 }\n", "", ""),
        ("x: &anchor !!str ‹›\n", "", ""),
        ("x:\r\n  - ‹›\r\n", "", ""),
    ];

    private static readonly Gen<string> Values = Gen.Frequency(
        (3, Gen.Char["ab0-9:#'\"\\[]{},&*!|>%@`?~ \t\n\r.$()=\u00E4\u2028\u0085\u00A0\uFEFF\u0007"].Array[1, 12].Select(letters => new string(letters))),
        (1, Resolver.OneOf("yes", "null", "~", "0644", "1e3", "0x1f", ".5", "-", "- a", "a: b", "2026-01-31", "---", "...", "# no", "$(Other)", "$$(Other)", "😀", "a ", " a", "'", "''", "1:30", "=", "<<", "y")));

    [Fact]
    public void A_reader_gets_exactly_the_value_wherever_the_placeholder_stands() => Gen.Select(Gen.Int[0, Places.Length - 1], Values).Sample((place, value) =>
    {
        var (written, before, after) = Places[place];
        var text = (written.Contains("version", StringComparison.Ordinal) ? "" : "version: 0.0\nos: linux\n") + written.Replace("‹›", "$(Name)", StringComparison.Ordinal);

        var resolved = Text(text, null, ("Name", value));

        var node = ((YamlMapping)AppSpecCheck.Read(resolved).Root!).Find("x")!.Value;
        while (node is not YamlScalar) node = node is YamlSequence list ? list.Items[0] : ((YamlMapping)node).Entries[0].Value;
        Assert.Equal(before + value + after, ((YamlScalar)node).Value);
        if (written.Contains('#', StringComparison.Ordinal)) Assert.Contains("$(NotAValue)", resolved, StringComparison.Ordinal);
    });

    [Fact]
    public void What_holds_nothing_to_resolve_is_packed_as_it_is() => Assert.Null(Resolve(Header + "files:\n  - source: a\n    destination: /b\n").Text);

    [Fact]
    public void Only_values_change() => Assert.Equal(
        "# $(A)\nversion: 0.0   # zero\r\nos: linux\nfiles:\n  -   source:  Source  # $(A)\n      destination: /srv/shop\n\n",
        Text("# $(A)\nversion: 0.0   # zero\r\nos: linux\nfiles:\n  -   source:  Source  # $(A)\n      destination: /srv/$(A)\n\n", null, ("A", "shop")));

    [Theory]
    [InlineData("mode", "644", "644")]
    [InlineData("mode", "0644", "'0644'")]
    [InlineData("timeout", "300", "300")]
    [InlineData("timeout", "5m", "'5m'")]
    [InlineData("sudo", "true", "true")]
    [InlineData("owner", "yes", "'yes'")]
    [InlineData("owner", "1000", "'1000'")]
    [InlineData("owner", "www-data", "www-data")]
    [InlineData("source", "C:\\a", "C:\\a")]
    [InlineData("source", "a: b", "'a: b'")]
    public void A_value_is_written_as_what_its_key_is_read_as(string key, string value, string written) =>
        Assert.Equal($"{key}: {written}\n", Text($"{key}: $(X)\nversion: 0.0\nos: linux\n", null, ("X", value))[..(key.Length + written.Length + 3)]);

    [Fact]
    public void A_resolved_mode_and_timeout_pass_the_rules_and_mean_the_same_to_both_agents()
    {
        var text = Header + "files:\n  - source: a\n    destination: /srv\npermissions:\n  - object: /srv\n    mode: $(Mode)\n    type: [file]\nhooks:\n  AfterInstall:\n    - location: a\n      timeout: $(Timeout)\n";

        var findings = FindingsOf(text, null, ("Mode", "0644"), ("Timeout", "30"));

        Assert.DoesNotContain(findings, finding => finding.Severity == Severity.Error);
    }

    [Fact]
    public void Names_are_found_in_any_case() => Assert.Contains("/srv/x", Text(Header + "x-z: /srv/$(NAME)\n", null, ("Name", "x")), StringComparison.Ordinal);

    [Fact]
    public void Two_dollars_stand_for_the_text_itself() => Assert.Contains("x-z: $(Name)\n", Text(Header + "x-z: $$(Name)\n").Replace("'", "", StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public void Lambda_and_ECS_have_values_too()
    {
        const string lambda = "version: 0.0\nResources:\n  - F:\n      Type: AWS::Lambda::Function\n      Properties:\n        Name: $(Name)\n        Alias: live\n        CurrentVersion: \"1\"\n        TargetVersion: \"$(Version)\"\n";

        Assert.Equal(lambda.Replace("$(Name)", "orders", StringComparison.Ordinal).Replace("$(Version)", "2", StringComparison.Ordinal), Text(lambda, null, ("Name", "orders"), ("Version", "2")));
    }

    [Theory]
    [InlineData("x-z: ‹$(Prot)›\n", "Did you mean '$(Port)'?")]
    [InlineData("x-z: a/‹$(Empty)›/b\n", "is empty")]
    [InlineData("x-z: \"a ‹$( Port )›\"\n", "is no placeholder")]
    [InlineData("x-z: ‹$( $(x)› )\n", "is no placeholder")]
    [InlineData("x-z: ‹$(Port.Trim()›)\n", "is no placeholder")]
    [InlineData("x-z: ‹$(\n", "is no placeholder")]
    public void What_has_no_value_is_an_error_at_the_placeholder(string marked, string says)
    {
        var text = Header + marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal);

        var finding = Assert.Single(FindingsOf(text, null, ("Port", "80"), ("Empty", "")));

        Assert.Equal(("SLW1024", Severity.Error), (finding.Rule, finding.Severity));
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
        Assert.Equal(Header.Length + marked.IndexOf('‹', StringComparison.Ordinal), finding.Range.Offset);
        if (marked.Contains('›', StringComparison.Ordinal)) Assert.Equal(marked.IndexOf('›', StringComparison.Ordinal) - marked.IndexOf('‹', StringComparison.Ordinal) - 1, finding.Range.Length);
    }

    [Fact]
    public void Findings_about_a_value_stand_where_the_user_wrote_it()
    {
        var text = Header + "x: $(Long) # one\nfiles:\n  - source: a\n    destination: $(Place)/b\n";

        var finding = Assert.Single(FindingsOf(text, null, ("Long", new string('x', 500) + "\n\n\n"), ("Place", "srv")), finding => finding.Rule == "SLW2004");

        Assert.Equal((6, 18), (finding.Range.Line, finding.Range.Column));
    }

    [Fact]
    public void A_comment_suppresses_what_is_found_in_the_resolved_text() => Assert.DoesNotContain(
        FindingsOf(Header + "x: \"$(Long)\"\nfiles:\n  - source: a\n    destination: $(Place)/b # slipway: disable SLW2004\n", null, ("Long", "a\nb"), ("Place", "srv")), finding => finding.Rule is "SLW2004" or "SLW1023");

    [Fact]
    public void Names_that_something_else_replaces_stay()
    {
        var resolved = AppSpecResolver.Resolve(AppSpecCheck.Read(Header + "x-z: $(Later)/$(Now)\n"), "appspec.yml", new ResolvingInputs { Properties = new Dictionary<string, string> { ["Now"] = "n" }, Tokens = ["Later"] });

        Assert.Contains("$(Later)/n", resolved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_texts_end_soon_and_with_findings()
    {
        var time = Stopwatch.StartNew();
        foreach (var hostile in new[] { string.Concat(Enumerable.Repeat("$(", 250_000)), string.Concat(Enumerable.Repeat("$(x)", 200_000)), string.Concat(Enumerable.Repeat("$$(", 200_000)), new string('$', 900_000) })
        {
            var findings = FindingsOf(Header + "x-z: " + hostile + "\nfiles: [{source: \"" + new string('{', 20_000) + "\", destination: /b}]\n", Tree("a"), ("x", new string('v', 1 << 20)));
            Assert.True(findings.Count < 5000);
        }

        Assert.True(time.Elapsed < TimeSpan.FromSeconds(20), $"{time.Elapsed}");
    }

    [Fact]
    public void Values_that_would_blow_the_appspec_up_are_refused() => Assert.Contains("larger than",
        Assert.Single(FindingsOf(Header + "x-z: $(Big)\n", null, ("Big", new string('b', 1 << 20)))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData('\0')]
    [InlineData('\uD800')]
    public void What_no_file_can_hold_is_refused(char value) => Assert.Equal("SLW1024", Assert.Single(FindingsOf(Header + "x-z: $(X)\n", null, ("X", value.ToString()))).Rule);

    [Fact]
    public void Resolving_never_throws() => Resolver.OneOf("$(", "$(X)", "$$(", ")", "files:\n", "  - source: ", "    destination: /b\n", "    exclude: ", "hooks:\n", "  A:\n", "    - location: a\n", "      arguments: ", "[", "]", "{", "}", "*", "**/", "\n", "'", "\"", "|\n", "a", " ", ",", "#", "\\", "&a ", "- ")
        .Array[0, 30].Select(string.Concat).Sample(text =>
        {
            var findings = FindingsOf(Header + text, Tree("a", "b/c.js", "b/d/"), ("X", "va\nl: ue"));
            return findings.All(finding => finding.Range.Offset >= 0 && finding.Range.Offset + finding.Range.Length <= Header.Length + text.Length);
        });
}
