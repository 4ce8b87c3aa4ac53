using Slipway.Revisions.Tar;

namespace Slipway.Revisions.Staging;

/// <summary>Opens a bundle.</summary>
internal static class BundleFile
{
    internal static FileStream Open(string bundle)
    {
        try
        {
            return new(bundle, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RevisionErrors.Unreadable(bundle, bundle, e.Message, e);
        }
    }

    /// <summary>What <see cref="BundleFormat"/> looks at.</summary>
    internal static ReadOnlySpan<byte> Start(FileStream file)
    {
        var start = new byte[TarHeader.BlockSize];
        return start.AsSpan(0, RandomAccess.Read(file.SafeFileHandle, start, 0));
    }
}
