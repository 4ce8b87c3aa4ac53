using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Objects;

namespace Slipway.Revisions.Staging;

/// <summary>Copies a file and tells whether it was what it is said to be.</summary>
internal static class VerifiedCopy
{
    /// <summary>False when the source is longer than <paramref name="size"/> or has another content; then the copy is worth nothing.</summary>
    internal static bool Run(SafeFileHandle source, SafeFileHandle copy, long size, ContentHash content, byte[] buffer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long offset = 0;
        while (RandomAccess.Read(source, buffer, offset) is > 0 and var read)
        {
            if (read > size - offset) return false;
            hash.AppendData(buffer, 0, read);
            RandomAccess.Write(copy, buffer.AsSpan(0, read), offset);
            offset += read;
        }

        return ContentHash.Of(hash.GetHashAndReset()) == content;
    }
}
