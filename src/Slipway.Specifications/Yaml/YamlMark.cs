using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Yaml;

/// <summary>
/// A place in a text. <see cref="Column"/> and <see cref="Index"/> count characters (code points) as the YAML rules do;
/// <see cref="Offset"/> and <see cref="LineStart"/> are UTF-16 offsets as editors want them.
/// </summary>
internal readonly record struct YamlMark(int Offset, int Index, int Line, int Column, int LineStart)
{
    public SourceRange To(YamlMark end) =>
        new(Offset, end.Offset - Offset, Line + 1, Offset - LineStart + 1, end.Line + 1, end.Offset - end.LineStart + 1);
}
