namespace Slipway.Revisions;

/// <summary>What packing had to do, and what it was spared.</summary>
/// <param name="FilesRead">Source files whose content was read.</param>
/// <param name="BytesRead">Bytes of them.</param>
/// <param name="BytesCompressed">Bytes, before compression, that were compressed.</param>
/// <param name="BytesFromCache">Bytes of the bundle that came out of the cache.</param>
public sealed record PackEffort(int FilesRead, long BytesRead, long BytesCompressed, long BytesFromCache);
