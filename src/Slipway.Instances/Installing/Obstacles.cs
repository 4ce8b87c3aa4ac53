using System.Globalization;
using Slipway.Instances.Events;
using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>
/// Makes room for the old tree. What a script put in the place of one of its entries (a directory for a file, a link for a directory) is not
/// ours to delete: it is moved aside in the same directory.
/// </summary>
internal sealed class Obstacles(InstanceTree tree, string deploymentId)
{
    private int moved;

    /// <summary>What to tell the user: from where to where.</summary>
    internal List<string> MovedAside { get; } = [];

    /// <summary>Clears a place for a directory, unless one stands there.</summary>
    internal void ClearForDirectory(int node)
    {
        if (!tree.TryStatus(node, out var status) || status.Kind == FileKind.Directory) return;
        MoveAside(node);
        tree.Forget(node);
    }

    /// <summary>Clears a place for a file or link, which replaces anything but a directory.</summary>
    internal void ClearForFile(int node)
    {
        if (!tree.TryStatus(node, out var status) || status.Kind != FileKind.Directory) return;
        tree.Forget(node);
        try
        {
            UnixFiles.RemoveDirectory(tree.Open(tree.Paths.Parent(node)), tree.Paths.Name(node));
        }
        catch (UnixException e) when (e.Errno is Errno.NotEmpty or Errno.Exists)
        {
            MoveAside(node);
        }
    }

    internal static InstanceWarning Warning(string moved) =>
        new($"A script had put something in the place of an entry of the old tree. It was moved aside, from {moved} beside it; look at it and remove it.");

    private void MoveAside(int node)
    {
        var parent = tree.Open(tree.Paths.Parent(node));
        while (true)
        {
            // Never derived from the name in the way, which may be as long as a name can be.
            var aside = string.Create(CultureInfo.InvariantCulture, $"slipway-aside-{deploymentId}-{++moved}");
            try
            {
                UnixFiles.Rename(parent, tree.Paths.Name(node), parent, aside);
                MovedAside.Add($"{tree.Shown(node)} to {aside}");
                return;
            }
            catch (UnixException e) when (e.Errno == Errno.Exists)
            {
                // From an undo that was interrupted.
            }
        }
    }
}
