using System.Security.Cryptography;
using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>Finds or makes the undo area of each file system that a plan touches; a rename never crosses file systems.</summary>
internal sealed class UndoAreas(InstanceTree tree, DeploymentFolder deployment, Journal journal) : IDisposable
{
    private readonly Dictionary<ulong, int> byDevice = [];
    private readonly List<UndoArea> areas = [];

    internal UndoArea this[int index] => areas[index];

    internal IReadOnlyList<UndoArea> All => areas;

    /// <summary>The index of the area for an existing directory.</summary>
    internal int For(int directory, out FileStatus status)
    {
        status = UnixFiles.Status(tree.Open(directory));
        if (byDevice.TryGetValue(status.Device, out var known)) return known;
        byDevice.Add(status.Device, areas.Count);
        areas.Add(Make(directory, status.Device));
        return areas.Count - 1;
    }

    public void Dispose()
    {
        foreach (var area in areas) area.Dispose();
    }

    private UndoArea Make(int directory, ulong device)
    {
        if (UnixFiles.Status(null, deployment.Path).Device == device) return Make(deployment.Area, null);

        // Beside the destination rather than in it, so that no application ever sees it; in it where the folder above is not ours to write.
        var parent = tree.Paths.Parent(directory);
        if (directory != 0 && UnixFiles.Status(tree.Open(parent)).Device == device)
        {
            try
            {
                return Make(NewPathIn(parent), DirectoryRights.Capture(tree, parent));
            }
            catch (Specifications.SlipwayException e) when (e.Error.Code is "SLW0232" or "SLW0233")
            {
            }
        }

        return Make(NewPathIn(directory), DirectoryRights.Capture(tree, directory));
    }

    private string NewPathIn(int directory) =>
        $"{tree.RealRoot}{(directory == 0 ? "" : tree.Paths.PathOf(directory))}/.slipway-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";

    private UndoArea Make(string path, DirectoryRights? beside)
    {
        // Recorded before it is made: a crash in between leaves nothing that recovery does not know. The folder's time is recorded with it.
        journal.Append(JournalStep.Area, isDurable: true, ("index", (long)areas.Count), ("path", path), ("beside", beside?.Format() ?? ""));
        try
        {
            return UndoArea.Make(path);
        }
        catch (UnixException e)
        {
            throw InstanceErrors.FromUnix(e, "Making a folder to stage files in,", path);
        }
    }
}
