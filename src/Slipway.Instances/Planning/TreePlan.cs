using Slipway.Instances.Trees;
using Slipway.Specifications;

namespace Slipway.Instances.Planning;

/// <summary>What the plan makes.</summary>
internal enum CreationKind : byte
{
    Directory,
    File,
    Link,

    /// <summary>A foreign original that comes back.</summary>
    Original,
}

/// <summary>Something that the plan makes.</summary>
/// <param name="Written">The path as the appspec leads to it: what counts for permissions and the record.</param>
/// <param name="Physical">The path with links followed: where it is made.</param>
/// <param name="Folder">Index of the source's folder; the source has the same name as the target.</param>
/// <param name="Permission">Index of the permission that applies; -1 for none.</param>
/// <param name="Kind">What is made.</param>
/// <param name="IsRecorded">False for a directory that is made only to put an original back into.</param>
internal record struct Creation(int Written, int Physical, int Folder, short Permission, CreationKind Kind, bool IsRecorded);

/// <summary>Something that the plan takes away.</summary>
/// <param name="Physical">The path with links followed.</param>
/// <param name="IsDirectory">Whether it is an (empty) directory.</param>
/// <param name="IsForeign">Whether it is a foreign file that a new one replaces, to be kept aside.</param>
internal record struct Removal(int Physical, bool IsDirectory, bool IsForeign);

/// <summary>The binding plan of an installation: removals first, then creations, each in order.</summary>
internal sealed class TreePlan(TreeView view)
{
    private const int MostConflicts = 100;

    internal TreeView View { get; } = view;

    internal PathTable Paths => View.Paths;

    internal Column<Removal> Removals { get; } = new();

    internal Column<Creation> Creations { get; } = new();

    /// <summary>Files of the previous revision that stand on the disk as it was recorded, by physical path; empty when the new one is not known by hash.</summary>
    internal NodeMap<StandingFile> Standing { get; } = new();

    /// <summary>Inodes of the files that stay as they stand, by creation; null when none does.</summary>
    internal ulong[]? KeptInodes { get; set; }

    /// <summary>How many of <see cref="Creations"/> stand already.</summary>
    internal int KeptCount { get; set; }

    /// <summary>Whether a creation, or the removal before it, is left out because the same stands there already.</summary>
    internal bool IsKept(int physical) => Paths.Has(physical, NodeFlags.Kept);

    /// <summary>Folders of the revision that files come from, absolute.</summary>
    internal List<string> Folders { get; } = [];

    /// <summary>Paths that stay because of RETAIN.</summary>
    internal List<int> Retained { get; } = [];

    /// <summary>Kept originals by physical path.</summary>
    internal Dictionary<int, string> Originals { get; } = [];

    /// <summary>Originals that cannot come back because something else stands in their place: by written path.</summary>
    internal Dictionary<int, string> WaitingOriginals { get; } = [];

    /// <summary>SELinux rules that the previous revision made; they go with it.</summary>
    internal List<ContextRule> OldContexts { get; } = [];

    internal List<ResolvedPermission> Permissions { get; } = [];

    internal List<PlannedConflict> Conflicts { get; } = [];

    internal List<string> Warnings { get; } = [];

    /// <summary>Absolute path of a creation's source.</summary>
    internal string SourceOf(in Creation creation) => Folders[creation.Folder] + "/" + Paths.Name(creation.Written);

    internal void Refuse(SlipwayError error, bool isPrediction)
    {
        if (Conflicts.Count < MostConflicts) Conflicts.Add(new(error, isPrediction));
    }

    /// <summary>Whether enough conflicts are known to stop looking.</summary>
    internal bool IsHopeless => Conflicts.Count >= MostConflicts;

    /// <summary>The SELinux rules that the new revision makes.</summary>
    internal IEnumerable<ContextRule> NewContexts()
    {
        foreach (var creation in Creations)
        {
            if (creation.Permission < 0 || Permissions[creation.Permission].Specification.Context is not { } context) continue;
            yield return new(View.Tree.Shown(creation.Physical), ContextRule.Format(context));
        }
    }
}
