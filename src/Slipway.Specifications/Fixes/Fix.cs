namespace Slipway.Specifications.Fixes;

/// <summary>A safe correction of a finding, in the finding's own file. The IDE, the build target and the command line apply the same one.</summary>
/// <param name="Title">What it does, as a menu shows it: <c>Rename the key to 'hooks'</c>.</param>
/// <param name="Changes">The changes in the order of the text, without overlaps; offsets count in the text without a byte order mark.</param>
/// <param name="Encoding">How the file is to be saved.</param>
public sealed record Fix(string Title, IReadOnlyList<TextChange> Changes, FixEncoding Encoding = FixEncoding.Keep)
{
    /// <summary>Whether nothing would change.</summary>
    public bool IsEmpty => Changes.Count == 0 && Encoding == FixEncoding.Keep;
}

/// <summary>A replacement of a stretch of a text.</summary>
/// <param name="Offset">Where it begins, in UTF-16 code units.</param>
/// <param name="Length">How much is replaced; 0 inserts.</param>
/// <param name="NewText">What stands there afterwards.</param>
public readonly record struct TextChange(int Offset, int Length, string NewText)
{
    /// <summary>Where the replaced stretch ends.</summary>
    public int End => Offset + Length;
}

/// <summary>What a fix does to the encoding of a file.</summary>
public enum FixEncoding
{
    /// <summary>Nothing.</summary>
    Keep,

    /// <summary>The file becomes UTF-8 without a byte order mark.</summary>
    Utf8,

    /// <summary>The file becomes UTF-8 with a byte order mark.</summary>
    Utf8WithMark,
}
