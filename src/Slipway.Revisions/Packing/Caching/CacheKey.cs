namespace Slipway.Revisions.Packing.Caching;

/// <summary>What a cached form is the form of.</summary>
/// <param name="Content">SHA-256 of the content.</param>
/// <param name="Form">Which form: format, compression and compressor, as <see cref="CacheForms"/> numbers them.</param>
/// <param name="Part">Which part of the content, counted from 0.</param>
internal readonly record struct CacheKey(Digest Content, ulong Form, int Part)
{
    public override int GetHashCode() => Content.GetHashCode() ^ (int)Form ^ (Part * 397);
}
