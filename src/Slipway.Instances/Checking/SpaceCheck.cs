using Slipway.Instances.Planning;
using Slipway.Instances.State;
using Slipway.Revisions;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Checking;

/// <summary>Whether each file system has room: for the contents that the state lacks, and for all new files of the tree, which stand beside the old ones until the deployment ends.</summary>
internal static class SpaceCheck
{
    private const int BlockSize = 4096;

    internal static IEnumerable<PreflightFinding> Of(InstanceSettings settings, RevisionPreview preview, bool isDelivered)
    {
        if (preview.Staged is not { } staged) yield break;
        var needs = new Dictionary<ulong, (string Folder, long Bytes)>();
        Need(Nearest(settings.StateFolder), StateBytes(settings, staged, isDelivered));
        if (preview.Plan is { } plan)
        {
            foreach (var (folder, bytes) in TreeBytes(plan)) Need(folder, bytes);
        }

        foreach (var (device, (folder, bytes)) in needs)
        {
            // The copy that this look was taken at goes before the deployment.
            var free = new DriveInfo(folder).AvailableFreeSpace + (!isDelivered && device == DeviceOf(staged.Folder) ? staged.Bytes : 0);
            if (bytes <= free) continue;
            yield return InstancePreflight.Finding(PreflightCheck.FreeSpace, true, "SLW0273",
                $"The file system of '{folder}' has {ByteSize.Format(free)} free, and the deployment needs {ByteSize.Format(bytes)} there. Free space, or keep the state on another one (stateFolder).");
        }

        void Need(string folder, long bytes)
        {
            var device = DeviceOf(folder);
            needs[device] = (needs.TryGetValue(device, out var known) ? known.Folder : folder, known.Bytes + bytes);
        }
    }

    private static long StateBytes(InstanceSettings settings, StagedRevision staged, bool isDelivered)
    {
        if (isDelivered) return 0;
        if (staged.Contents is not { } contents) return staged.Bytes;
        var objects = GroupFolder.ObjectsOf(settings.StateFolder);
        long bytes = 0;
        for (var i = 0; i < contents.Entries.Count; i++)
        {
            if (contents.IsFile(i) && (contents.IsTwin(i) || !ObjectStore.Seems(objects, contents.KeyOf(i)))) bytes += Blocks(contents.Entries[i].Size);
        }

        return bytes;
    }

    private static IEnumerable<(string Folder, long Bytes)> TreeBytes(TreePlan plan)
    {
        var folders = new Dictionary<int, long>();
        foreach (var creation in plan.Creations)
        {
            if (creation.Kind != CreationKind.File || plan.IsKept(creation.Physical) || !UnixFiles.TryStatus(null, plan.SourceOf(creation), out var status, follow: true)) continue;
            var parent = plan.Paths.Parent(creation.Physical);
            folders[parent] = folders.GetValueOrDefault(parent) + Blocks(status.Size);
        }

        return folders.Select(f => (Nearest(plan.View.Tree.Shown(f.Key)), f.Value));
    }

    private static long Blocks(long size) => (size + BlockSize - 1) / BlockSize * BlockSize;

    private static ulong DeviceOf(string folder) => UnixFiles.Status(null, folder, follow: true).Device;

    private static string Nearest(string folder)
    {
        while (folder.Length > 1 && !Directory.Exists(folder)) folder = Path.GetDirectoryName(folder) ?? "/";
        return folder.Length == 0 ? "/" : folder;
    }
}
