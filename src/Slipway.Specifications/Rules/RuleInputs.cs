namespace Slipway.Specifications.Rules;

/// <summary>Everything that rules may look at. What is null is not available, and the rules that need it stay silent.</summary>
public sealed record RuleInputs
{
    /// <summary>The file under test as findings name it; the project file where there is no appspec.</summary>
    public required string File { get; init; }

    /// <summary>The undecoded file. Without it and without <see cref="Text"/> only rules about the revision run.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The decoded text, where the bytes are not at hand (in an editor); ignored when <see cref="Content"/> is given.</summary>
    public string? Text { get; init; }

    /// <summary>The hook scripts that could be read.</summary>
    public IReadOnlyList<ScriptFile>? Scripts { get; init; }

    /// <summary>All that is in the revision.</summary>
    public IReadOnlyList<RevisionItem>? Revision { get; init; }

    /// <summary>MSBuild properties by name.</summary>
    public IReadOnlyDictionary<string, string>? Properties { get; init; }

    /// <summary>The name that the file has, or will have, at the root of the revision; null when that is not known.</summary>
    public string? NameInRevision { get; init; }
}

/// <summary>A hook script.</summary>
/// <param name="Path">Its path inside the revision, with <c>/</c>.</param>
/// <param name="File">The name that findings use.</param>
/// <param name="Content">The undecoded file.</param>
public sealed record ScriptFile(string Path, string File, byte[] Content);

/// <summary>What an item of a revision is.</summary>
public enum RevisionItemKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A FIFO, socket or device.</summary>
    Special,
}

/// <summary>An item of a revision.</summary>
/// <param name="Path">Relative to the root of the revision, with <c>/</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits; 0 when unknown.</param>
/// <param name="Size">Bytes of a file.</param>
/// <param name="LinkTarget">The target of a link, as written.</param>
public sealed record RevisionItem(string Path, RevisionItemKind Kind = RevisionItemKind.File, int Mode = 0, long Size = 0, string? LinkTarget = null);
