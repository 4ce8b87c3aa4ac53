namespace Slipway.Instances.Trees;

/// <summary>What is known of a path.</summary>
[Flags]
internal enum NodeFlags : ushort
{
    None = 0,

    /// <summary>The three low bits hold a <see cref="Standing"/>.</summary>
    StandingMask = 7,

    /// <summary>The cleanup of the previous revision takes it away.</summary>
    Removed = 8,

    /// <summary>The plan makes a directory here.</summary>
    PlannedDirectory = 16,

    /// <summary>The plan puts a file or link here.</summary>
    PlannedFile = 32,

    /// <summary>The previous revision recorded it as its own.</summary>
    Recorded = 64,

    /// <summary>A foreign original is kept for it and comes back when nothing new takes its place.</summary>
    HasOriginal = 128,

    /// <summary>It stands as the plan would make it, so it is neither removed nor made.</summary>
    Kept = 256,
}

/// <summary>What stands at a path on the disk.</summary>
internal enum Standing
{
    Unknown,
    Absent,
    File,
    Directory,
    Link,
    Other,
}
