namespace Slipway.Specifications.Resolving;

/// <summary>A file that resolving adds to the revision. It is executable.</summary>
/// <param name="Path">Its path in the revision.</param>
/// <param name="Text">Its content, to be written as UTF-8 without a byte order mark.</param>
/// <param name="Script">The path of the script that it starts.</param>
public sealed record GeneratedFile(string Path, string Text, string Script)
{
    /// <summary>The mode of such a file, and of the script that it starts: agents set it only for the one that a hook names.</summary>
    public const int Mode = 0b111_101_101;
}
