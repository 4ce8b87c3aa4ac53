namespace Slipway.Revisions.Unix;

/// <summary>A file time: seconds since 1970 and nanoseconds, as the kernel keeps them (a .NET DateTime would lose the last two digits).</summary>
public readonly record struct UnixTime(long Seconds, uint Nanoseconds)
{
    /// <summary>Whether it is later than another time.</summary>
    public bool IsAfter(UnixTime other) => Seconds > other.Seconds || (Seconds == other.Seconds && Nanoseconds > other.Nanoseconds);
}
