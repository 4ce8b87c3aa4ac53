using Slipway.Revisions.Unix;

namespace Slipway.Instances.Trees;

/// <summary>
/// The tree as the plan sees it: the disk, less what the cleanup of the previous revision takes away, plus what has been planned so far.
/// Statuses are asked for once and remembered.
/// </summary>
internal sealed class TreeView(InstanceTree tree)
{
    private const int MaximumLinks = 40;
    private readonly Dictionary<int, int> targets = [];

    internal InstanceTree Tree { get; } = tree;

    internal PathTable Paths => Tree.Paths;

    /// <summary>What stands on the disk now; the path is a physical one (no links among its parents).</summary>
    internal Standing OnDisk(int node) =>
        (Standing)(Paths.Flags(node) & NodeFlags.StandingMask) is not Standing.Unknown and var known ? known : OnDisk(node, out _);

    /// <summary>The same, asked of the disk in any case, with the whole status of what stands there.</summary>
    internal Standing OnDisk(int node, out FileStatus status)
    {
        status = default;
        var standing = node != 0 && OnDisk(Paths.Parent(node)) != Standing.Directory ? Standing.Absent
            : !Tree.TryStatus(node, out status) ? Standing.Absent
            : status.Kind switch
            {
                FileKind.File => Standing.File,
                FileKind.Directory => Standing.Directory,
                FileKind.Link => Standing.Link,
                _ => Standing.Other,
            };
        Paths.Flags(node) = (Paths.Flags(node) & ~NodeFlags.StandingMask) | (NodeFlags)standing;
        return standing;
    }

    /// <summary>What stands there once the previous revision is cleaned up, before anything new is installed.</summary>
    internal Standing AfterCleanup(int node) => IsRemoved(node) ? Standing.Absent : OnDisk(node);

    /// <summary>What stands there as far as the plan has come.</summary>
    internal Standing Planned(int node) =>
        Paths.Has(node, NodeFlags.PlannedDirectory) ? Standing.Directory
        : Paths.Has(node, NodeFlags.PlannedFile) ? Standing.File
        : node != 0 && Paths.Has(Paths.Parent(node), NodeFlags.PlannedDirectory) ? Standing.Absent
        : AfterCleanup(node);

    /// <summary>The physical directory that a link leads to, or -1 when it leads to no directory.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0219: it leads out of the sandbox.</exception>
    internal int DirectoryBehind(int link)
    {
        if (targets.TryGetValue(link, out var known)) return known;
        var links = 0;
        var found = Follow(link, ref links);
        targets[link] = found;
        return found;
    }

    /// <summary>The physical path of a path that is written lexically: links among its parents are followed, the last name is not.</summary>
    /// <returns>-1 when a parent is no directory.</returns>
    internal int PhysicalOf(int written)
    {
        if (written == 0) return 0;
        var directory = PhysicalDirectoryOf(Paths.Parent(written));
        return directory < 0 ? -1 : Paths.Child(directory, Paths.Name(written));
    }

    /// <summary>Forgets what was known of the disk.</summary>
    internal void ForgetDisk()
    {
        targets.Clear();
        for (var node = 0; node < Paths.Count; node++) Paths.Flags(node) &= ~NodeFlags.StandingMask;
        Tree.ForgetAll();
    }

    private int PhysicalDirectoryOf(int written)
    {
        var physical = PhysicalOf(written);
        return physical < 0 ? -1 : Planned(physical) switch
        {
            Standing.Directory => physical,
            Standing.Link => DirectoryBehind(physical),
            _ => -1,
        };
    }

    private bool IsRemoved(int node)
    {
        for (; node != 0; node = Paths.Parent(node))
        {
            if (Paths.Has(node, NodeFlags.Removed)) return true;
            if (Paths.Has(node, NodeFlags.Recorded)) continue;

            // Nothing above a foreign entry can have been removed: a directory goes only when it is empty.
            return false;
        }

        return false;
    }

    private int Follow(int link, ref int links)
    {
        if (++links > MaximumLinks) return -1;
        var target = UnixFiles.ReadLink(Tree.Open(Paths.Parent(link)), Paths.Name(link));
        var node = Paths.Parent(link);
        if (target.StartsWith('/'))
        {
            node = 0;
            if (Tree.IsSandbox)
            {
                var root = Tree.RealRoot;
                if (target != root && !target.StartsWith(root + "/", StringComparison.Ordinal)) throw LeavesSandbox(link, target);
                target = target[root.Length..];
            }
        }

        foreach (var name in new PathComponents(target))
        {
            if (name == "..")
            {
                if (node == 0 && Tree.IsSandbox) throw LeavesSandbox(link, target);
                node = Paths.Parent(node);
                continue;
            }

            node = Paths.Child(node, name);
            var standing = Planned(node);
            if (standing == Standing.Link)
            {
                node = Follow(node, ref links);
                if (node < 0) return -1;
            }
            else if (standing != Standing.Directory)
            {
                return -1;
            }
        }

        return node;
    }

    private Specifications.SlipwayException LeavesSandbox(int link, string target) => InstanceErrors.Of(
        "SLW0219",
        $"The link '{Paths.PathOf(link)}' on the way to a destination leads to '{target}', outside the sandbox '{Tree.RealRoot}'. Remove the link, or deploy to a root that holds its target.");
}
