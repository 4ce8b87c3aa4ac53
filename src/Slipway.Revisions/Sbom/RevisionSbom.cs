using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Revisions.Sbom;

/// <summary>
/// The bill of materials of a revision: CycloneDX 1.6 as JSON, made from the deps.json files inside it, so that it lists what was packed and not what a
/// project file asks for. Nothing is looked up in a network; licences, which deps.json does not have, are left out.
/// </summary>
public static class RevisionSbom
{
    /// <summary>Makes it. The same revision gives the same bytes: no time, and a serial number that follows from the identity.</summary>
    /// <param name="manifest">The revision's manifest.</param>
    /// <param name="contents">Its contents.</param>
    /// <param name="applicationName">The application; null takes the name of the first deps.json.</param>
    /// <exception cref="SlipwayException">SLW01nn: the bundle is damaged.</exception>
    public static byte[] Make(RevisionManifest manifest, PackedContents contents, string? applicationName)
    {
        var files = manifest.Entries.Where(e => e.Kind == FileKind.File).ToDictionary(e => e.Path, StringComparer.Ordinal);
        var deps = contents.Read(path => path.EndsWith(DepsFile.Ending, StringComparison.OrdinalIgnoreCase))
            .OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => DepsFile.Parse(f.Key, f.Value)).OfType<DepsFile>().ToList();
        return new CycloneDx(manifest.Identity, applicationName ?? deps.FirstOrDefault()?.ApplicationName, files).Write(deps);
    }
}
