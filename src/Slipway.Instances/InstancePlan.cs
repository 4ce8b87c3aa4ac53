using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances;

/// <summary>What a deployment would do to an instance.</summary>
/// <param name="Changes">Every change of the tree, in the order of execution; may be enumerated once, and is not kept in memory.</param>
/// <param name="Scripts">The scripts that would run, in order, with the deployment whose revision they come from (null: the new one).</param>
/// <param name="Conflicts">What would make it fail. Those that a hook could still clear are marked as predictions.</param>
public sealed record InstancePlan(IEnumerable<PlannedChange> Changes, IReadOnlyList<PlannedScript> Scripts, IReadOnlyList<PlannedConflict> Conflicts);

/// <summary>What is done to a path.</summary>
public enum ChangeKind
{
    /// <summary>A file or link is made where nothing stands.</summary>
    Create,

    /// <summary>A file or link takes the place of another.</summary>
    Replace,

    /// <summary>A file or link of the previous revision goes.</summary>
    Remove,

    /// <summary>A file stays because of RETAIN.</summary>
    Retain,

    /// <summary>A foreign file that the previous revision replaced comes back.</summary>
    Restore,

    /// <summary>A directory is made (or made anew, with fresh rights).</summary>
    MakeDirectory,

    /// <summary>An empty directory of the previous revision goes.</summary>
    RemoveDirectory,

    /// <summary>A file of the previous revision stands already as the new one has it, and is left alone.</summary>
    Unchanged,
}

/// <summary>A change of the tree.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Path">Path on the instance as a destination names it, <c>/srv/app/x</c>.</param>
/// <param name="Size">Bytes of the new (or unchanged) content; 0 for others.</param>
/// <param name="Mode">Permission bits afterwards; null when gone or left alone.</param>
/// <param name="Owner">Owner that a permission sets; null otherwise.</param>
/// <param name="Group">Group that a permission sets; null otherwise.</param>
/// <param name="Source">Path in the revision; null when none.</param>
public sealed record PlannedChange(ChangeKind Kind, string Path, long Size = 0, int? Mode = null, string? Owner = null, string? Group = null, string? Source = null);

/// <summary>A script that would run.</summary>
public sealed record PlannedScript(string Event, HookScript Script, string? FromDeployment);

/// <summary>Why a deployment would fail.</summary>
public sealed record PlannedConflict(SlipwayError Error, bool IsPrediction);
