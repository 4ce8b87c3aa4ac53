namespace Slipway.Instances.State;

/// <summary>One deployment at a time on an instance. The kernel frees the lock when its owner dies.</summary>
internal sealed class InstanceLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream stream;
    private readonly string file;

    private InstanceLock(FileStream stream, string file) => (this.stream, this.file) = (stream, file);

    /// <summary>Takes the lock, waiting for its holder at most <paramref name="wait"/>; for a holder that says <paramref name="own"/> as long as it takes.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0201: somebody else holds it.</exception>
    internal static InstanceLock Take(string stateFolder, string owner, TimeSpan wait, CancellationToken cancellation, string? own = null)
    {
        var file = Path.Combine(stateFolder, "lock");
        DateTime? deadline = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryOpen(file) is { } stream)
            {
                var taken = new InstanceLock(stream, file);
                try
                {
                    return taken.HandOver(owner);
                }
                catch
                {
                    taken.Dispose();
                    throw;
                }
            }

            if (own is null || !Holder(file).StartsWith(own + ",", StringComparison.Ordinal))
            {
                deadline ??= DateTime.UtcNow + wait;
                if (DateTime.UtcNow >= deadline) throw InstanceErrors.Of("SLW0201", $"Another deployment runs on this instance ({Holder(file)}). Wait for it to end, or give a longer lock wait.");
            }

            cancellation.WaitHandle.WaitOne(Pause);
        }
    }

    /// <summary>Says who holds it from now on.</summary>
    internal InstanceLock HandOver(string owner)
    {
        // In a file of its own: the locked one cannot be read by who waits.
        File.WriteAllText(file + ".holder", $"{owner}, process {Environment.ProcessId} on {Environment.MachineName}\n");
        return this;
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

    private static string Holder(string file)
    {
        try
        {
            if (File.ReadAllText(file + ".holder").Trim() is { Length: > 0 } text) return text;
        }
        catch (IOException)
        {
        }

        return "another process";
    }
}
