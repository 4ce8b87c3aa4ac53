using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Slipway.Revisions.Packing;

/// <summary>A SHA-256, as a value.</summary>
internal readonly record struct Digest(ulong A, ulong B, ulong C, ulong D)
{
    internal const int Size = 32;

    public override int GetHashCode() => (int)A;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    internal static Digest OfContent(ReadOnlySpan<byte> content)
    {
        Span<byte> bytes = stackalloc byte[Size];
        SHA256.HashData(content, bytes);
        return Of(bytes);
    }

    /// <summary>From its 32 bytes.</summary>
    internal static Digest Of(ReadOnlySpan<byte> bytes)
    {
        // In the machine's own order: they only ever go back to where they came from.
        var parts = MemoryMarshal.Cast<byte, ulong>(bytes[..Size]);
        return new(parts[0], parts[1], parts[2], parts[3]);
    }

    internal void CopyTo(Span<byte> bytes)
    {
        var parts = MemoryMarshal.Cast<byte, ulong>(bytes[..Size]);
        (parts[0], parts[1], parts[2], parts[3]) = (A, B, C, D);
    }
}
