using System.Diagnostics;

namespace Slipway.EndToEnd.Tests.Running;

/// <summary>A folder of one test: a sandbox root, a state folder, and whatever else it needs. Gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    private const string Memory = "/dev/shm";

    /// <param name="inMemory">Where the machine has a file system in memory, use it: a killed process needs no disk, and a loaded disk takes its time. Scripts may not run there.</param>
    public Scratch(bool inMemory = false)
    {
        Folder = inMemory && HasMemory() ? Path.Combine(Memory, $"slipway-e2e-{Guid.NewGuid():N}") : Directory.CreateTempSubdirectory("slipway-e2e-").FullName;
        Directory.CreateDirectory(Folder);
        // Users without rights must be able to reach what lies below.
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
        Root = PathOf("root");
        State = PathOf("state");
        Directory.CreateDirectory(Root);
    }

    public string Folder { get; }

    /// <summary>The sandbox root, empty at first.</summary>
    public string Root { get; }

    /// <summary>The state folder; not made.</summary>
    public string State { get; }

    public string PathOf(string relative) => Path.Combine(Folder, relative);

    public void Dispose()
    {
        // rm copes with names, links and modes that the class library stumbles over.
        using var remove = Process.Start(new ProcessStartInfo("rm", ["-rf", "--one-file-system", Folder]));
        remove?.WaitForExit();
    }

    private static bool HasMemory() => Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > 200 << 20 && !Machine.IsFull;
}
