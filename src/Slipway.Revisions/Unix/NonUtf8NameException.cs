namespace Slipway.Revisions.Unix;

/// <summary>A directory holds a name that is not valid UTF-8; .NET could neither show nor open it.</summary>
public sealed class NonUtf8NameException(string directory, string escapedName)
    : IOException($"{directory}: the name '{escapedName}' is not valid UTF-8")
{
    /// <summary>The directory it stands in, as the caller knows it.</summary>
    public string Directory { get; } = directory;

    /// <summary>The name with its bad bytes as <c>\xNN</c>.</summary>
    public string EscapedName { get; } = escapedName;
}
