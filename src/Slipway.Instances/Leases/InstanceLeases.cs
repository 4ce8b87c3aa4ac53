using System.Globalization;
using Slipway.Instances.State;
using Slipway.Specifications;

namespace Slipway.Instances.Leases;

/// <summary>A lease as an instance keeps it.</summary>
/// <param name="Number">Its fencing number; 0 when there is none.</param>
/// <param name="Content">What its owner wrote; null when there is none.</param>
/// <param name="WrittenAt">When, by this machine's clock.</param>
/// <param name="Now">This machine's clock now: silence is measured on one clock.</param>
public sealed record KeptLease(long Number, byte[]? Content, DateTimeOffset WrittenAt, DateTimeOffset Now);

/// <summary>
/// Leases of deployment groups, kept on an instance for all who deploy to it: <c>lease-N.json</c> in the group's folder, N being the fencing number. The highest number counts. A number is
/// taken by making its file, which only one can do; the last file is never removed, so numbers only grow. What a lease says is its owner's business.
/// </summary>
public sealed class InstanceLeases(string stateFolder)
{
    private const string Prefix = "lease-", Suffix = ".json";
    private const int LargestContent = 64 * 1024;
    private static int written;

    /// <summary>The newest lease of a group.</summary>
    /// <exception cref="SlipwayException">SLW0202: the state cannot be used.</exception>
    public KeptLease Newest(string deploymentGroupName) => Using(() =>
    {
        var folder = GroupFolder.Of(stateFolder, deploymentGroupName).Path;
        while (true)
        {
            var number = Highest(folder);
            if (number == 0) return new(0, null, default, DateTimeOffset.UtcNow);
            try
            {
                var path = PathOf(folder, number);
                return new KeptLease(number, File.ReadAllBytes(path), File.GetLastWriteTimeUtc(path), DateTimeOffset.UtcNow);
            }
            catch (FileNotFoundException)
            {
                // Somebody took a higher one meanwhile and cleared this one away.
            }
        }
    });

    /// <summary>Takes a number; false when somebody else has it or a higher one. Older ones are removed.</summary>
    /// <exception cref="SlipwayException">SLW0202: the state cannot be used. SLW0209: no lease has that number or size.</exception>
    public bool TryTake(string deploymentGroupName, long number, byte[] content) => Using(() =>
    {
        Check(number, content);
        StateFolder.Prepare(stateFolder);
        var folder = GroupFolder.Of(stateFolder, deploymentGroupName).Path;
        StateFolder.Make(folder);

        // Written under another name first: nobody reads half a lease, and a link is made by one only.
        var temporary = Write(folder, content, isDurable: true);
        try
        {
            if (!TryLink(temporary, PathOf(folder, number))) return false;
        }
        finally
        {
            File.Delete(temporary);
        }

        AtomicFile.SyncFolder(folder);

        // Whoever held a higher number may have cleared this one away between the look and the claim.
        if (Highest(folder) > number)
        {
            File.Delete(PathOf(folder, number));
            return false;
        }

        foreach (var old in Numbers(folder).Where(n => n < number)) File.Delete(PathOf(folder, old));
        return true;
    });

    /// <summary>Writes a lease anew, for a heartbeat or its release; false when a higher number exists, which means that it was lost.</summary>
    /// <exception cref="SlipwayException">SLW0202: the state cannot be used. SLW0209: no lease has that number or size.</exception>
    public bool TryRenew(string deploymentGroupName, long number, byte[] content) => Using(() =>
    {
        Check(number, content);
        var folder = GroupFolder.Of(stateFolder, deploymentGroupName).Path;
        if (Highest(folder) != number) return false;

        // After a power cut the owner is found dead, whatever the last heartbeat was.
        File.Move(Write(folder, content, isDurable: false), PathOf(folder, number), overwrite: true);
        return true;
    });

    private static bool TryLink(string from, string to)
    {
        try
        {
            Revisions.Unix.UnixFiles.Link(null, from, null, to);
            return true;
        }
        catch (Revisions.Unix.UnixException e) when (e.Errno == Revisions.Unix.Errno.Exists)
        {
            return false;
        }
        catch (Revisions.Unix.UnixException e) when (e.Errno is Revisions.Unix.Errno.NotPermitted or Revisions.Unix.Errno.NotSupported)
        {
            // No hard links here: the file itself is made by one only, and a reader that comes too early finds no sense in it.
            try
            {
                using var file = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
                file.Write(File.ReadAllBytes(from));
                file.Flush(flushToDisk: true);
                return true;
            }
            catch (IOException) when (File.Exists(to))
            {
                return false;
            }
        }
    }

    private static string Write(string folder, byte[] content, bool isDurable)
    {
        var temporary = string.Create(CultureInfo.InvariantCulture, $"{folder}/lease.{Environment.ProcessId}.{Interlocked.Increment(ref written)}.new");
        using var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None);
        file.Write(content);
        file.Flush(flushToDisk: isDurable);
        return temporary;
    }

    private static long Highest(string folder) => Numbers(folder).DefaultIfEmpty().Max();

    private static IEnumerable<long> Numbers(string folder) => !Directory.Exists(folder) ? [] :
        Directory.EnumerateFiles(folder, Prefix + "*" + Suffix).Select(NumberOf).Where(number => number > 0);

    // 0 for a file of another name that happens to fit the pattern.
    private static long NumberOf(string path)
    {
        var digits = Path.GetFileName(path.AsSpan())[Prefix.Length..^Suffix.Length];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private static string PathOf(string folder, long number) => string.Create(CultureInfo.InvariantCulture, $"{folder}/{Prefix}{number}{Suffix}");

    private static void Check(long number, byte[] content)
    {
        if (number < 1) throw InstanceErrors.Of("SLW0209", $"The instance cannot be deployed to: {number} is no number of a lease. Correct the setting.");
        if (content.Length > LargestContent) throw InstanceErrors.Of("SLW0209", $"The instance cannot be deployed to: a lease of {content.Length} bytes is too large. Correct the setting.");
    }

    private T Using<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.Unusable(stateFolder, e);
        }
    }
}
