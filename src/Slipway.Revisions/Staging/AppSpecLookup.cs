using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>Which appspec a revision has at its root.</summary>
internal static class AppSpecLookup
{
    private static readonly string[] Names = ["appspec.yml", "appspec.yaml"];

    /// <summary>The first of the names that is there, as a file or a link; null when none is.</summary>
    internal static string? In(DirectoryHandle root) =>
        Array.Find(Names, name => UnixFiles.TryStatus(root, name, out var status) && status.Kind is FileKind.File or FileKind.Link);
}
