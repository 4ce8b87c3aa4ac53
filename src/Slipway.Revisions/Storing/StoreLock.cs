namespace Slipway.Revisions.Storing;

/// <summary>One writer at a time in a store, of this and all other processes; the system lets go when a process dies.</summary>
internal sealed class StoreLock : IDisposable
{
    private const int WouldBlock = 11, SharingViolation = unchecked((int)0x80070020);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private StoreLock(FileStream file, bool isEnforced) => (_file, IsEnforced) = (file, isEnforced);

    /// <summary>Whether the file system keeps others out. Some shares do not: then the order of renames is all that protects, and nothing of others may be swept.</summary>
    internal bool IsEnforced { get; }

    internal static async Task<StoreLock> AcquireAsync(string store, CancellationToken cancellation)
    {
        Directory.CreateDirectory(store);
        var name = Path.Join(store, ".lock");
        while (true)
        {
            try
            {
                var file = Open(name);
                return new(file, IsRefused(name));
            }
            catch (IOException e) when (e.HResult is WouldBlock or SharingViolation)
            {
                await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(string name) => new(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    // Asked of the system itself: a second handle of our own must be refused too.
    private static bool IsRefused(string name)
    {
        try
        {
            Open(name).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
