using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Yaml;

/// <summary>A comment, from its hash to the end of the line.</summary>
/// <param name="Text">The text with the hash.</param>
/// <param name="Range">Its place.</param>
/// <param name="OwnLine">Whether nothing but blanks stands before it.</param>
public sealed record YamlComment(string Text, SourceRange Range, bool OwnLine);
