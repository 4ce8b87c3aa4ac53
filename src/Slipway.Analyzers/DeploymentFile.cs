using Microsoft.CodeAnalysis.Text;

namespace Slipway.Analyzers;

/// <summary>An additional file that a deployment is made of.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Role">What it is.</param>
/// <param name="Place">Of a script its path in the revision; else empty.</param>
/// <param name="Text">Its text.</param>
internal sealed record DeploymentFile(string Path, FileRole Role, string Place, SourceText Text)
{
    /// <summary>The forms of the text.</summary>
    public ParsedText Parsed => ParsedText.Of(Text);

    /// <summary>Whether another compilation saw the same: the compiler keeps the text of a file that has not changed.</summary>
    public bool Equals(DeploymentFile? other) => other is not null && Path == other.Path && Role == other.Role && Place == other.Place && ReferenceEquals(Text, other.Text);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Path);
}
