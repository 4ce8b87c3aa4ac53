using System.Globalization;

namespace Slipway.Deployments.History;

/// <summary>Tells without reading it whether a bundle is still the one that was deployed: by its size and time.</summary>
internal static class RevisionStamp
{
    /// <summary>The stamp of a bundle; null for a folder, whose content may change under any stamp, and for what is not there.</summary>
    public static string? Of(string revision)
    {
        var file = new FileInfo(revision);
        return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc:O}") : null;
    }
}
