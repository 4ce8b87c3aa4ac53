using Slipway.Revisions.Unix;

namespace Slipway.Instances.State;

/// <summary>The time of a file system: what the kernel stamps on changes, not what the clock says.</summary>
internal static class FileSystemClock
{
    /// <summary>The time now, from a file touched now in a folder of ours.</summary>
    internal static UnixTime Now(string folder)
    {
        var probe = folder + "/stamp";
        File.WriteAllBytes(probe, []);
        UnixFiles.SetModified(null, probe, new(1, 0));
        var stamp = UnixFiles.Status(null, probe).Changed;
        File.Delete(probe);
        return stamp;
    }
}
