namespace Slipway.Specifications.Yaml;

internal enum YamlTokenKind
{
    StreamStart,
    StreamEnd,
    VersionDirective,
    TagDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Scalar,
}

/// <summary>A token. <see cref="Text"/>: the scalar, name, tag handle or "major.minor"; <see cref="Suffix"/>: the rest of a tag or the prefix of a directive.</summary>
internal readonly record struct YamlToken(
    YamlTokenKind Kind,
    YamlMark Start,
    YamlMark End,
    string Text = "",
    string Suffix = "",
    YamlScalarStyle Style = YamlScalarStyle.Plain);
