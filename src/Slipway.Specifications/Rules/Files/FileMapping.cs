using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Files;

/// <summary>An item of files whose paths can be understood, in normal form: without leading and double slashes, on Windows with slashes.</summary>
/// <param name="Item">The item.</param>
/// <param name="Source">The node of the source.</param>
/// <param name="SourcePath">The path inside the revision; empty for all of it.</param>
/// <param name="Destination">The node of the destination.</param>
/// <param name="DestinationPath">The directory on the host.</param>
/// <param name="Kind">What the source is.</param>
internal sealed record FileMapping(YamlMapping Item, YamlScalar Source, string SourcePath, YamlScalar Destination, string DestinationPath, SourceKind Kind)
{
    /// <summary>The name under which a file lands in the destination.</summary>
    public string Name => SourcePath.Substring(SourcePath.LastIndexOf('/') + 1);

    /// <summary>The path of a file on the host.</summary>
    public string Target => DestinationPath.Length == 0 ? Name : DestinationPath + "/" + Name;

    /// <summary>The mapping of an item; null where a path is missing, leaves the revision, holds a placeholder, or where only packing knows what is copied.</summary>
    public static FileMapping? Of(RuleContext context, AppSpecView spec, YamlMapping item)
    {
        if (FileRules.IsOpen(context, item)) return null;
        if (item.Find("source")?.Value is not YamlScalar source || item.Find("destination")?.Value is not YamlScalar destination) return null;
        if (AppSpecView.Text(source) is not { } from || AppSpecView.Text(destination) is not { Length: > 0 } to || FileRules.HasWildcard(from) || to.IndexOf('$') >= 0 || to[0] == '~') return null;
        if (Documents.Placeholders.Find(from, 0, from.Length) is not null || Documents.Placeholders.Find(to, 0, to.Length) is not null) return null;
        if (RevisionListing.Normalize(from, !spec.IsLinux) is not { } path || RevisionListing.Normalize(to, !spec.IsLinux) is not { } target) return null;
        return new FileMapping(item, source, path, destination, target, SourceKinds.Of(context, path));
    }
}
