using Slipway.Instances.Trees;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Planning;

/// <summary>A directory of the destination: as the appspec leads to it, and with links followed.</summary>
internal readonly record struct DestinationDirectory(int Written, int Physical);

/// <summary>Plans directories and files at their destinations, and finds what stands in the way (A.6 of the agent's behaviour).</summary>
internal sealed class DestinationPlanner(TreePlan plan, FileExistsBehavior behavior, Func<FileMapping, string, SlipwayError> located)
{
    private PathTable Paths => plan.Paths;

    /// <summary>
    /// Plans every directory that the destination names and that is missing, also those before a <c>..</c>: <c>/dst/x/../y</c> makes <c>x</c>.
    /// Relative destinations start at the instance's root.
    /// </summary>
    internal DestinationDirectory? Reach(FileMapping mapping, string destination)
    {
        var ways = new Stack<DestinationDirectory>();
        ways.Push(new(0, 0));
        foreach (var name in new PathComponents(destination))
        {
            if (name == "..")
            {
                if (ways.Count > 1) ways.Pop();
            }
            else if (Directory(mapping, ways.Peek(), name) is { } next)
            {
                ways.Push(next);
            }
            else
            {
                return null;
            }
        }

        return ways.Peek();
    }

    /// <summary>Plans a directory unless it is there; null when it cannot be.</summary>
    internal DestinationDirectory? Directory(FileMapping mapping, DestinationDirectory parent, string name, bool isRecorded = true)
    {
        var written = Paths.Child(parent.Written, name);
        var physical = parent.Written == parent.Physical ? written : Paths.Child(parent.Physical, name);
        if (Paths.Has(written, NodeFlags.PlannedFile) || Paths.Has(physical, NodeFlags.PlannedFile))
        {
            Duplicate(mapping, written, "a file and a directory");
            return null;
        }

        switch (plan.View.Planned(physical))
        {
            case Standing.Directory:
                return new(written, physical);
            case Standing.Link when plan.View.DirectoryBehind(physical) is >= 0 and var behind:
                return new(written, behind);
            case Standing.Absent:
                Paths.Flags(written) |= NodeFlags.PlannedDirectory;
                Paths.Flags(physical) |= NodeFlags.PlannedDirectory;
                plan.Creations.Add(new(written, physical, -1, -1, CreationKind.Directory, isRecorded));
                return new(written, physical);
            case var standing:
                plan.Refuse(
                    located(mapping, "SLW0214") with
                    {
                        Message = $"'{Paths.PathOf(written)}' must be a directory for this mapping, but {Name(standing)} stands there. Remove it (a BeforeInstall script may), or choose another destination.",
                    },
                    isPrediction: true);
                return null;
        }
    }

    /// <summary>Plans a file or link.</summary>
    internal void File(FileMapping mapping, DestinationDirectory parent, string name, int folder, CreationKind kind)
    {
        var written = Paths.Child(parent.Written, name);
        var physical = parent.Written == parent.Physical ? written : Paths.Child(parent.Physical, name);
        var standing = StandingBefore(physical, parent.Physical);
        if (standing != Standing.Absent && behavior == FileExistsBehavior.Retain)
        {
            plan.Retained.Add(written);
            return;
        }

        if (Paths.Has(written, NodeFlags.PlannedFile) || Paths.Has(physical, NodeFlags.PlannedFile))
        {
            Duplicate(mapping, written, "two files");
            return;
        }

        if (Paths.Has(written, NodeFlags.PlannedDirectory) || Paths.Has(physical, NodeFlags.PlannedDirectory))
        {
            Duplicate(mapping, written, "a file and a directory");
            return;
        }

        if (standing != Standing.Absent && !CanReplace(mapping, written, standing)) return;
        Paths.Flags(written) |= NodeFlags.PlannedFile;
        Paths.Flags(physical) |= NodeFlags.PlannedFile;
        plan.Creations.Add(new(written, physical, folder, -1, kind, IsRecorded: true));
        if (standing != Standing.Absent) plan.Removals.Add(new(physical, IsDirectory: false, IsForeign: true));
    }

    private static string Name(Standing standing) => standing switch
    {
        Standing.Link => "a link that leads to no directory",
        Standing.Other => "a pipe, socket or device",
        _ => "a file",
    };

    /// <summary>What stands there before anything new is installed.</summary>
    private Standing StandingBefore(int physical, int parent) =>
        Paths.Has(parent, NodeFlags.PlannedDirectory) ? Standing.Absent : plan.View.AfterCleanup(physical);

    private bool CanReplace(FileMapping mapping, int written, Standing standing)
    {
        var path = Paths.PathOf(written);
        if (behavior == FileExistsBehavior.Overwrite)
        {
            if (standing != Standing.Directory) return true;
            plan.Refuse(
                located(mapping, "SLW0214") with { Message = $"The file '{path}' is to be installed where a directory stands. Remove the directory (a BeforeInstall script may), or choose another destination." },
                isPrediction: true);
            return false;
        }

        plan.Refuse(
            located(mapping, "SLW0215") with
            {
                Message = $"'{path}' already exists and does not belong to the previous revision. Remove it (a BeforeInstall script may), or set 'file_exists_behavior: OVERWRITE' (it is kept aside) or RETAIN.",
            },
            isPrediction: true);
        return false;
    }

    private void Duplicate(FileMapping mapping, int written, string what) => plan.Refuse(
        located(mapping, "SLW0213") with { Message = $"The appspec installs {what} at '{Paths.PathOf(written)}'. Remove one of the mappings, or give it another destination." },
        // With RETAIN a file that a script puts there first decides it.
        isPrediction: behavior == FileExistsBehavior.Retain);
}
