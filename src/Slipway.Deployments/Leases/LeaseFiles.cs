using System.Globalization;
using System.Text.Json;
using Slipway.Deployments.History;

namespace Slipway.Deployments.Leases;

/// <summary>
/// The lease files of a group: <c>lease-N.json</c>, N being the fencing number. The highest number counts. A number is taken by making its file,
/// which only one can do; the last file is never removed, so numbers only grow, and a spoilt content cannot make them shrink.
/// </summary>
internal sealed class LeaseFiles(string folder)
{
    private const string Prefix = "lease-", Suffix = ".json";

    /// <summary>The highest number and its file; 0 and null before the first lease.</summary>
    public (long Number, string? Path) Newest()
    {
        (long Number, string? Path) newest = (0, null);
        if (!Directory.Exists(folder)) return newest;
        foreach (var path in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix))
        {
            if (NumberOf(path) > newest.Number) newest = (NumberOf(path), path);
        }

        return newest;
    }

    /// <summary>What a lease says; null when it cannot be understood.</summary>
    public static Lease? Parse(byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, RecordJson.Readable.Lease) is { Owner: not null, DeploymentId: not null } lease ? lease : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A lease as it is written.</summary>
    public static byte[] Bytes(Lease lease) => JsonSerializer.SerializeToUtf8Bytes(lease, RecordJson.Readable.Lease);

    /// <summary>The content of a lease file; null when it cannot be understood. False when the file is gone.</summary>
    public static bool TryRead(string path, out Lease? lease)
    {
        lease = null;
        try
        {
            lease = Parse(File.ReadAllBytes(path));
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Takes a number; false when somebody else has it or a higher one.</summary>
    public bool TryTake(long number, Lease lease) => TryTakeRaw(number, Bytes(lease));

    /// <summary>Takes a number; false when somebody else has it or a higher one.</summary>
    public bool TryTakeRaw(long number, byte[] content)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(number);
        if (!DurableFile.TryCreate(path, content)) return false;

        // Whoever held a higher number may have cleared this one away between our look and our claim.
        if (Newest().Number > number)
        {
            File.Delete(path);
            return false;
        }

        foreach (var old in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix))
        {
            if (NumberOf(old) is > 0 and var n && n < number) File.Delete(old);
        }

        return true;
    }

    /// <summary>Writes the content of a lease anew, for a heartbeat or its release; false when a higher number exists, which means that it was lost.</summary>
    public bool TryRenew(long number, byte[] content)
    {
        if (Newest().Number != number) return false;

        // After a power cut the owner is dead by its boot id, whatever the last heartbeat was.
        DurableFile.Replace(PathOf(number), content, isDurable: false);
        return true;
    }

    // 0 for a file of another name that happens to fit the pattern.
    private static long NumberOf(string path)
    {
        var digits = Path.GetFileName(path.AsSpan())[Prefix.Length..^Suffix.Length];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>The file of a number.</summary>
    public string PathOf(long number) => Path.Combine(folder, Prefix + number.ToString(CultureInfo.InvariantCulture) + Suffix);
}
