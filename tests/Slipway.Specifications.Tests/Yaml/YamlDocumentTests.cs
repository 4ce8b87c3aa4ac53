using Slipway.Specifications.Findings;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Tests.Yaml;

/// <summary>The tree keeps what is written, and where.</summary>
public sealed class YamlDocumentTests
{
    [Fact]
    public void Values_and_keys_have_exact_ranges()
    {
        var document = YamlDocument.Parse("a: 1\r\nbé: 'x y'\r\n");
        var entries = ((YamlMapping)document.Root!).Entries;

        Assert.Equal(new SourceRange(0, 1, 1, 1, 1, 2), entries[0].Key.Range);
        Assert.Equal(new SourceRange(3, 1, 1, 4, 1, 5), entries[0].Value.Range);
        Assert.Equal(new SourceRange(6, 2, 2, 1, 2, 3), entries[1].Key.Range);
        Assert.Equal(new SourceRange(10, 5, 2, 5, 2, 10), entries[1].Value.Range);
    }

    [Fact]
    public void Columns_count_utf16_units_as_editors_do()
    {
        var document = YamlDocument.Parse("\"😀\": x\n");

        var entry = Assert.Single(((YamlMapping)document.Root!).Entries);
        Assert.Equal(7, entry.Value.Range.Column);
        Assert.Equal(6, entry.Value.Range.Offset);
    }

    [Theory]
    [InlineData("x: a", YamlScalarStyle.Plain)]
    [InlineData("x: 'a'", YamlScalarStyle.SingleQuoted)]
    [InlineData("x: \"a\"", YamlScalarStyle.DoubleQuoted)]
    [InlineData("x: |-\n  a", YamlScalarStyle.Literal)]
    [InlineData("x: >-\n  a", YamlScalarStyle.Folded)]
    public void Quoting_style_is_kept(string text, YamlScalarStyle style)
    {
        var scalar = Assert.IsType<YamlScalar>(((YamlMapping)YamlDocument.Parse(text).Root!).Entries[0].Value);

        Assert.Equal(style, scalar.Style);
        Assert.Equal("a", scalar.Value);
    }

    [Fact]
    public void Duplicate_keys_anchors_tags_and_aliases_are_kept()
    {
        var root = (YamlMapping)YamlDocument.Parse("a: &one !!str 1\na: *one\nb: !Ref x\n").Root!;

        Assert.Equal(["a", "a", "b"], root.Entries.Select(entry => entry.Name));
        Assert.Equal("one", root.Entries[0].Value.Anchor);
        Assert.Equal("tag:yaml.org,2002:str", root.Entries[0].Value.Tag);
        Assert.Equal("one", Assert.IsType<YamlAlias>(root.Entries[1].Value).Name);
        Assert.Equal("!Ref", root.Entries[2].Value.Tag);
        Assert.Same(root.Entries[1], root.Find("a"));
    }

    [Fact]
    public void Comments_are_kept_with_their_place()
    {
        var document = YamlDocument.Parse("# top\na: 1 # end\nb:\n  # inner\n  - x\n");

        Assert.Equal(["# top", "# end", "# inner"], document.Comments.Select(comment => comment.Text));
        Assert.Equal([true, false, true], document.Comments.Select(comment => comment.OwnLine));
        Assert.Equal(new SourceRange(11, 5, 2, 6, 2, 11), document.Comments[1].Range);
    }

    [Fact]
    public void A_missing_value_is_an_empty_scalar_with_an_empty_range()
    {
        var value = Assert.IsType<YamlScalar>(((YamlMapping)YamlDocument.Parse("a:\nb: 1").Root!).Entries[0].Value);

        Assert.True(value.IsAbsent);
        Assert.Equal(2, value.Range.Offset);
    }

    [Fact]
    public void Items_know_their_dash()
    {
        var list = (YamlSequence)((YamlMapping)YamlDocument.Parse("a:\n  -\n  - x\n").Root!).Entries[0].Value;

        Assert.Equal([2, 3], list.Dashes.Select(dash => dash.Line));
        Assert.All(list.Dashes, dash => Assert.Equal(3, dash.Column));
    }

    [Theory]
    [InlineData("a: 1\n", false)]
    [InlineData("a: 1\n...\n", false)]
    [InlineData("a: 1\n---\nb: 2\n", true)]
    [InlineData("a: 1\n---\n[broken\n", true)]
    public void What_follows_the_first_document_is_seen_and_not_read(string text, bool rest)
    {
        var document = YamlDocument.Parse(text);

        Assert.Null(document.Fault);
        Assert.Equal(rest, document.Rest is not null);
    }

    [Fact]
    public void A_byte_order_mark_moves_the_first_key_as_it_does_for_the_agent()
    {
        var document = YamlDocument.Parse([0xEF, 0xBB, 0xBF, .. "version: 0.0\nos: linux\n"u8]);

        Assert.True(document.HasByteOrderMark);
        Assert.Equal("version", Assert.Single(((YamlMapping)document.Root!).Entries).Name);
        Assert.NotNull(document.Rest);
    }

    [Theory]
    [InlineData("a: [1", "while parsing a flow sequence", 1, 4)]
    [InlineData("a: 'x\n", "while scanning a quoted scalar", 1, 4)]
    [InlineData("a: b: c", null, 1, 5)]
    [InlineData("a:\n\tb: 1", "while scanning for the next token", 2, 1)]
    public void A_fault_has_its_place_and_that_of_its_construct(string text, string? context, int line, int column)
    {
        var fault = YamlDocument.Parse(text).Fault!;

        Assert.Equal(context, fault.Context);
        Assert.Equal((line, column), (fault.ContextRange.Line, fault.ContextRange.Column));
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0xFF }, YamlFaultKind.Encoding)]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, YamlFaultKind.Encoding)]
    [InlineData(new byte[] { 0xC0, 0xAF }, YamlFaultKind.Encoding)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, YamlFaultKind.Encoding)]
    [InlineData(new byte[] { 0x61, 0x01 }, YamlFaultKind.Character)]
    [InlineData(new byte[] { 0x61, 0x00 }, YamlFaultKind.Character)]
    public void Only_utf8_without_control_characters_is_read(byte[] content, YamlFaultKind kind) =>
        Assert.Equal(kind, YamlDocument.Parse(content).Fault!.Kind);
}
