namespace Slipway.Revisions.Unix;

/// <summary>An entry that a directory lists. <see cref="Kind"/> is null where the file system does not tell; ask for the status then.</summary>
public readonly record struct DirectoryEntry(string Name, FileKind? Kind);
