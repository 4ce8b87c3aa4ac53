namespace Slipway.Revisions.Storing;

/// <summary>One writer at a time in a store, of this and all other processes; the system lets go when a process dies.</summary>
internal static class StoreLock
{
    private const int WouldBlock = 11, SharingViolation = unchecked((int)0x80070020);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    internal static async Task<FileStream> AcquireAsync(string store, CancellationToken cancellation)
    {
        Directory.CreateDirectory(store);
        while (true)
        {
            try
            {
                return new(Path.Join(store, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException e) when (e.HResult is WouldBlock or SharingViolation)
            {
                await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            }
        }
    }
}
