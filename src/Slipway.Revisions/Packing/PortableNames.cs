namespace Slipway.Revisions.Packing;

/// <summary>Names that are two on Linux and one elsewhere. Rule SLW9009 says the same before anything is packed.</summary>
internal static class PortableNames
{
    /// <summary>The first two paths that differ in the case of letters only; null when there are none.</summary>
    internal static (string First, string Second)? Collision(IEnumerable<string> paths)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths)
        {
            if (!seen.TryAdd(path, path) && seen[path] != path) return (seen[path], path);
        }

        return null;
    }
}
