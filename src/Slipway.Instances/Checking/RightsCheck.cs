using System.Runtime.InteropServices;
using Slipway.Instances.Hooks;
using Slipway.Instances.Planning;
using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Checking;

/// <summary>Whether this account may write where the deployment would.</summary>
internal static class RightsCheck
{
    private const int MostFindings = 10;
    private const int WriteAndSearch = 2 | 1;

    internal static IEnumerable<PreflightFinding> Of(InstanceSettings settings, RevisionPreview preview, bool isHooked)
    {
        if (Refusal(settings.StateFolder) is { } state)
        {
            yield return InstancePreflight.Finding(PreflightCheck.Rights, false, "SLW0270",
                $"The instance's state cannot be kept in '{settings.StateFolder}': {state}. Give '{Environment.UserName}' the right to write there, or name another stateFolder.");
        }

        if (preview.Plan is not { } plan) yield break;
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in Folders(plan))
        {
            if (said.Count >= MostFindings) yield break;
            if (Refusal(folder) is not { } refusal || !said.Add(refusal)) continue;
            yield return InstancePreflight.Finding(PreflightCheck.Rights, isHooked, "SLW0270",
                $"'{Environment.UserName}' cannot install into '{folder}': {refusal}. Deploy as an account that may (sudo: true on the instance), or change the folder's rights.");
        }

        if (UnixFiles.EffectiveUser == 0) yield break;
        foreach (var permission in plan.Permissions.Where(p => p.User is { } user && user != UnixFiles.EffectiveUser).DistinctBy(p => p.User))
        {
            yield return InstancePreflight.Finding(PreflightCheck.Rights, false, "SLW0270",
                $"A permission gives files to '{permission.Specification.Owner?.Text}', and only root may give files away; this deployment runs as '{Environment.UserName}'. Deploy as root (sudo: true on the instance), or remove the owner.",
                preview.Revision?.AppSpecFile, permission.Specification.Range.Line);
        }
    }

    private static IEnumerable<string> Folders(TreePlan plan)
    {
        var seen = new HashSet<int>();
        foreach (var creation in plan.Creations)
        {
            if (!plan.IsKept(creation.Physical) && seen.Add(plan.Paths.Parent(creation.Physical))) yield return plan.View.Tree.Shown(plan.Paths.Parent(creation.Physical));
        }

        foreach (var removal in plan.Removals)
        {
            if (!plan.IsKept(removal.Physical) && seen.Add(plan.Paths.Parent(removal.Physical))) yield return plan.View.Tree.Shown(plan.Paths.Parent(removal.Physical));
        }
    }

    /// <summary>Why nothing can be made in a folder, or in the nearest one above it that stands; null when it can.</summary>
    private static string? Refusal(string folder)
    {
        var nearest = folder;
        while (nearest.Length > 1 && !Directory.Exists(nearest)) nearest = Path.GetDirectoryName(nearest) ?? "/";
        if (nearest.Length == 0) nearest = "/";
        if (NativeProcess.Access(NativeProcess.CurrentDirectory, nearest, WriteAndSearch, NativeProcess.EffectiveAccess) == 0) return null;
        var error = Marshal.GetLastPInvokeError();
        return $"{(error == Errno.ReadOnly ? "its file system is read-only" : $"'{nearest}' may not be written ({Marshal.GetPInvokeErrorMessage(error)})")}";
    }
}
