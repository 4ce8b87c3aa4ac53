using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>
/// Which item of <c>files</c> takes a path of the revision to the host: the one whose source is nearest above it. A look-up takes as many steps as
/// the path has segments, however many items and files there are.
/// </summary>
internal sealed class MappedPaths
{
    private readonly Dictionary<string, Mapping> _bySource;

    public MappedPaths(RuleContext context, AppSpecView spec)
    {
        _bySource = new Dictionary<string, Mapping>(spec.IsLinux ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        foreach (var item in spec.Files)
        {
            if (Files.FileRules.IsOpen(context, item)) continue;
            if (item.Find("source")?.Value is not YamlScalar scalar || AppSpecView.Text(scalar) is not { } source) continue;
            if (RevisionListing.Normalize(source, !spec.IsLinux) is not { } path || _bySource.ContainsKey(path)) continue;
            _bySource.Add(path, new Mapping(path, scalar, AppSpecView.Text(item.Find("destination")?.Value)));
        }
    }

    /// <summary>The item that maps a path; null when it stays in the bundle.</summary>
    public Mapping? Of(string path)
    {
        if (_bySource.Count == 0) return null;
        for (var part = path; ;)
        {
            if (_bySource.TryGetValue(part, out var mapping)) return mapping;
            if (part.Length == 0) return null;
            part = part.LastIndexOf('/') is > 0 and var slash ? part.Substring(0, slash) : "";
        }
    }

    /// <summary>An item of <c>files</c>.</summary>
    /// <param name="Source">The normalised source.</param>
    /// <param name="Scalar">The source as written, which findings mark.</param>
    /// <param name="Destination">The destination as written; null without one.</param>
    internal sealed record Mapping(string Source, YamlScalar Scalar, string? Destination);
}
