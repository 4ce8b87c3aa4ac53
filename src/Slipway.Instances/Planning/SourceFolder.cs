namespace Slipway.Instances.Planning;

/// <summary>Folders of a revision as the record of installed files and the manifest name them.</summary>
internal static class SourceFolder
{
    /// <summary>The folder's path in the revision, empty for its root; absolute where a link led out of the revision. Both paths are real ones.</summary>
    internal static string Of(string revision, string folder) =>
        folder == revision ? "" : folder.StartsWith(revision + "/", StringComparison.Ordinal) ? folder[(revision.Length + 1)..] : folder;
}
