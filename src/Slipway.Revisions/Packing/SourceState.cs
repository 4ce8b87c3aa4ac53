using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Packing;

/// <summary>
/// What tells one state of a source file from another without reading it. Equal states mean equal contents unless the file was written again within
/// the resolution of the clock (git calls that racy); <see cref="IsSettled"/> rules those out.
/// </summary>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Time of the last change of the content, in nanoseconds since 1970.</param>
/// <param name="Changed">Time of the last change of any kind, which nobody can set; where there is none, that of the creation.</param>
/// <param name="Inode">Number of the file; 0 where there is none.</param>
/// <param name="Device">Number of the file system; 0 where there is none.</param>
internal readonly record struct SourceState(long Size, long Modified, long Changed, ulong Inode, ulong Device)
{
    private const long Second = 1_000_000_000, Millisecond = 1_000_000;

    // Where the last digits are in use the clock ticks every few milliseconds; FAT ticks every two seconds.
    private const long FineResolution = 200 * Millisecond, CoarseResolution = 5 * Second / 2;

    /// <summary>The time of a clock in nanoseconds since 1970.</summary>
    internal static long Now(TimeProvider clock) => Nanoseconds(clock.GetUtcNow().UtcDateTime);

    /// <summary>Whether the file would look different had it been written at or after <paramref name="time"/>, when reading it began.</summary>
    internal bool IsSettled(long time)
    {
        var resolution = Changed % Millisecond != 0 ? FineResolution : CoarseResolution;
        return Math.Max(Modified, Changed) + resolution < time;
    }

    internal static SourceState Of(in FileStatus status) => new(status.Size, Nanoseconds(status.Modified), Nanoseconds(status.Changed), status.Inode, status.Device);

    internal static SourceState Of(SafeFileHandle file) => UnixFiles.IsSupported ? Of(UnixFiles.Status(file))
        : new(RandomAccess.GetLength(file), Nanoseconds(File.GetLastWriteTimeUtc(file)), Nanoseconds(File.GetCreationTimeUtc(file)), 0, 0);

    internal static SourceState Of(FileInfo file) => new(file.Length, Nanoseconds(file.LastWriteTimeUtc), Nanoseconds(file.CreationTimeUtc), 0, 0);

    private static long Nanoseconds(UnixTime time) => (time.Seconds * Second) + time.Nanoseconds;

    private static long Nanoseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks * 100;
}
