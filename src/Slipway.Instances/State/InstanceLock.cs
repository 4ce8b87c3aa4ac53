namespace Slipway.Instances.State;

/// <summary>One deployment at a time on an instance. The kernel frees the lock when its owner dies.</summary>
internal sealed class InstanceLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream stream;

    private InstanceLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the lock, waiting for its holder at most <paramref name="wait"/>.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0201: somebody else holds it.</exception>
    internal static InstanceLock Take(string stateFolder, string owner, TimeSpan wait, CancellationToken cancellation)
    {
        var file = Path.Combine(stateFolder, "lock");
        var deadline = DateTime.UtcNow + wait;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryOpen(file) is { } stream)
            {
                // In a file of its own: the locked one cannot be read by who waits.
                File.WriteAllText(file + ".holder", $"{owner}, process {Environment.ProcessId} on {Environment.MachineName}\n");
                return new(stream);
            }

            if (DateTime.UtcNow >= deadline) throw Held(file);
            cancellation.WaitHandle.WaitOne(Pause);
        }
    }

    public void Dispose() => stream.Dispose();

    private static FileStream? TryOpen(string file)
    {
        try
        {
            return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException) && IsSharingViolation(e))
        {
            return null;
        }
    }

    // EWOULDBLOCK of flock, as .NET reports it on Unix; ERROR_SHARING_VIOLATION on Windows.
    private static bool IsSharingViolation(IOException e) => (e.HResult & 0xffff) is 11 or 35 or 32;

    private static Specifications.SlipwayException Held(string file)
    {
        var holder = "another process";
        try
        {
            if (File.ReadAllText(file + ".holder").Trim() is { Length: > 0 } text) holder = text;
        }
        catch (IOException)
        {
        }

        return InstanceErrors.Of("SLW0201", $"Another deployment runs on this instance ({holder}). Wait for it to end, or give a longer lock wait.");
    }
}
