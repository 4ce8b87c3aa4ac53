namespace Slipway.Specifications.Resolving;

/// <summary>A plain mapping that a pattern or an <c>exclude</c> stands for.</summary>
/// <param name="Source">The path in the revision.</param>
/// <param name="Folder">The folder below the destination that it goes to; empty for the destination itself.</param>
internal readonly record struct ExpandedMapping(string Source, string Folder);
