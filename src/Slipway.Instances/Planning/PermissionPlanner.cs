using Slipway.Instances.Trees;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Planning;

/// <summary>
/// Decides which planned entry gets which permission (the agent's LinuxPermissionInfo). Only what this plan makes is affected, never what
/// stands there already; the object directory itself never.
/// </summary>
internal sealed class PermissionPlanner(TreePlan plan, string appSpecFile)
{
    private Dictionary<int, int>? planned;

    internal void Plan(IReadOnlyList<Permission> permissions)
    {
        foreach (var permission in permissions)
        {
            try
            {
                Apply(permission);
            }
            catch (SlipwayException e)
            {
                plan.Refuse(e.Error, isPrediction: e.Error.Code is "SLW0223" or "SLW0224");
            }

            if (plan.IsHopeless) return;
        }
    }

    private void Apply(Permission permission)
    {
        var path = permission.Object.Text ?? throw Refused("SLW0228", permission.Object,
            $"'object: {permission.Object.Raw}' is not text, and the agent fails on it while installing. Put it in quotes.");
        var target = plan.Paths.FindPath(path);
        if (target < 0) return;
        var index = -1;
        if (plan.Paths.Has(target, NodeFlags.PlannedFile))
        {
            if (!permission.AppliesToFiles || IndexOf(target) is not (>= 0 and var file)) return;
            if (permission.Pattern.Text != "**") throw Refused("SLW0220", permission.Pattern,
                $"The object '{path}' is a file, so the pattern '{permission.Pattern.Raw}' cannot apply to it. Remove the pattern, or name the directory as object.");
            if (permission.Except.Count > 0) throw Refused("SLW0221", permission.Except[0],
                $"The object '{path}' is a file, so 'except' cannot apply to it. Remove it, or name the directory as object.");
            Set(permission, file, ref index);
            return;
        }

        for (var i = 0; i < plan.Creations.Count; i++)
        {
            var creation = plan.Creations[i];
            var isDirectory = creation.Kind == CreationKind.Directory;
            if (!creation.IsRecorded || !(isDirectory ? permission.AppliesToDirectories : permission.AppliesToFiles)) continue;
            if (!IsBeneath(creation.Written, target)) continue;
            var name = plan.Paths.Name(creation.Written);
            var isDirectChild = plan.Paths.Parent(creation.Written) == target;
            if (!PatternMatcher.Matches(permission.Pattern.Text, name, isDirectChild)) continue;
            if (permission.Except.Any(e => PatternMatcher.Matches(e.Text, name, isDirectChild))) continue;
            Set(permission, i, ref index);
        }
    }

    private void Set(Permission permission, int creation, ref int index)
    {
        ref var entry = ref plan.Creations[creation];
        var path = plan.Paths.PathOf(entry.Written);
        if (entry.Kind != CreationKind.Directory && permission.Acls?.Any(a => a.StartsWith("default:", StringComparison.Ordinal) && a.Count(c => c == ':') == 3) == true)
        {
            throw Refused("SLW0225", permission.Object,
                $"A default ACL entry would apply to the file '{path}'; only directories have one. Add 'type: [directory]' to this permission.");
        }

        if (entry.Permission >= 0)
        {
            throw Refused("SLW0222", permission.Object, $"Two permissions apply to '{path}'. Narrow one of them with 'pattern', 'except' or 'type'.");
        }

        if (index < 0)
        {
            if (plan.Permissions.Count == short.MaxValue) throw Refused("SLW0222", permission.Object,
                $"More than {short.MaxValue} permissions apply to this revision. Merge some of them.");
            plan.Permissions.Add(AccountLookup.Resolve(permission, appSpecFile));
            index = plan.Permissions.Count - 1;
        }

        entry.Permission = (short)index;
    }

    private bool IsBeneath(int node, int directory)
    {
        while (node != 0)
        {
            node = plan.Paths.Parent(node);
            if (node == directory) return true;
        }

        return false;
    }

    private int IndexOf(int written)
    {
        if (planned is null)
        {
            planned = [];
            for (var i = 0; i < plan.Creations.Count; i++)
            {
                if (plan.Creations[i].Kind is CreationKind.File or CreationKind.Link) planned[plan.Creations[i].Written] = i;
            }
        }

        return planned.GetValueOrDefault(written, -1);
    }

    private SlipwayException Refused(string code, AppSpecText text, string message) =>
        new(new SlipwayError(code, message, appSpecFile, text.Range.Line, text.Range.Column));
}
