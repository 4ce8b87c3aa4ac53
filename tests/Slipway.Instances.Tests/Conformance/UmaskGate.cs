using System.Runtime.InteropServices;

namespace Slipway.Instances.Tests.Conformance;

/// <summary>The umask belongs to the whole process: who needs another one than 022 runs alone.</summary>
internal static partial class UmaskGate
{
    private const uint Usual = 0x12;
    private static readonly ReaderWriterLockSlim Gate = Initialize();

    public static void Run(string? umask, Action action)
    {
        var wanted = umask is null ? Usual : Convert.ToUInt32(umask, 8);
        if (wanted == Usual)
        {
            Gate.EnterReadLock();
            try
            {
                action();
            }
            finally
            {
                Gate.ExitReadLock();
            }

            return;
        }

        Gate.EnterWriteLock();
        try
        {
            _ = SetUmask(wanted);
            action();
        }
        finally
        {
            _ = SetUmask(Usual);
            Gate.ExitWriteLock();
        }
    }

    private static ReaderWriterLockSlim Initialize()
    {
        _ = SetUmask(Usual);
        return new();
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetUmask(uint mask);
}
