using Slipway.Instances.Planning;
using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>What new entries get from the existing directory that they end up in, as if they were made there.</summary>
/// <param name="Area">Index of the undo area on its file system.</param>
/// <param name="Group">Group that a setgid directory hands to links; null when it is none. (Files get the bundle's group in any case.)</param>
/// <param name="Acl">The default ACL that files get as their own.</param>
internal sealed record Inheritance(int Area, uint? Group, byte[]? Acl);

/// <summary>The inheritance of every entry of a plan, worked out once a directory, before several threads ask for it.</summary>
internal sealed class Inheritances
{
    private readonly TreePlan plan;
    private readonly Dictionary<int, Inheritance> byDirectory = [];

    internal Inheritances(TreePlan plan, UndoAreas areas)
    {
        this.plan = plan;
        var last = -1;
        foreach (var removal in plan.Removals)
        {
            if (!removal.IsDirectory && !plan.IsKept(removal.Physical)) WorkOut(plan.Paths.Parent(removal.Physical));
        }

        foreach (var creation in plan.Creations)
        {
            if (creation.Kind != CreationKind.Directory && !plan.IsKept(creation.Physical)) WorkOut(plan.Paths.Parent(creation.Physical));
        }

        void WorkOut(int directory)
        {
            if (directory != last) Of(areas, last = directory);
        }
    }

    /// <summary>For a removal or creation that is no directory.</summary>
    internal Inheritance OfCreation(int index) => byDirectory[plan.Paths.Parent(plan.Creations[index].Physical)];

    internal Inheritance OfRemoval(int index) => byDirectory[plan.Paths.Parent(plan.Removals[index].Physical)];

    /// <summary>A directory hands down its own setgid bit and default ACL or, when it is made anew, those of the directory above.</summary>
    private Inheritance Of(UndoAreas areas, int directory)
    {
        if (byDirectory.TryGetValue(directory, out var known)) return known;
        if (plan.Paths.Has(directory, NodeFlags.PlannedDirectory)) return byDirectory[directory] = Of(areas, plan.Paths.Parent(directory));
        var area = areas.For(directory, out var status);
        var setGroup = (status.Mode & 0x400) != 0;
        return byDirectory[directory] = new(area, setGroup ? status.Group : null, UnixAttributes.Get(plan.View.Tree.Open(directory), ".", UnixAttributes.DefaultAcl));
    }
}
