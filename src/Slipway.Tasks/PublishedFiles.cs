using Slipway.Revisions;
using Slipway.Specifications;

namespace Slipway.Tasks;

/// <summary>The publish output as it stands on disk, which is what <c>--no-build</c>, trimming and single files leave there.</summary>
internal static class PublishedFiles
{
    /// <summary>Files, links and empty directories below <paramref name="folder"/>, with relative paths.</summary>
    /// <param name="folder">The publish folder.</param>
    /// <param name="workFolder">Full path of the folder with the bundle, which is no output even where it lies inside.</param>
    /// <exception cref="SlipwayException">SLW0062: nothing was published; else as <see cref="RevisionGathering.FromFolder"/>.</exception>
    public static IReadOnlyList<RevisionFile> In(string folder, string workFolder)
    {
        RevisionFile[] files = Directory.Exists(folder) ? [.. RevisionGathering.FromFolder(folder).Where(file => !IsOurs(file, workFolder))] : [];
        return files.Length > 0 ? files : throw new SlipwayException(BuildErrors.NotPublished(folder));
    }

    private static bool IsOurs(RevisionFile file, string workFolder) =>
        file.Path.Split('/').Contains(".slipway") || file.SourcePath.StartsWith(Path.TrimEndingDirectorySeparator(workFolder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
