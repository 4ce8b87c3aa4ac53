using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Objects;

/// <summary>The SHA-256 of a file's content, held without an object of its own.</summary>
public readonly struct ContentHash : IEquatable<ContentHash>
{
    // Not two UInt128: methods that take one are not compiled ahead of time.
    private readonly ulong _a, _b, _c, _d;

    private ContentHash(ReadOnlySpan<ulong> words) => (_a, _b, _c, _d) = (words[0], words[1], words[2], words[3]);

    private const int Size = 32;
    private const int BufferSize = 64 * 1024;

    /// <summary>From its 32 bytes.</summary>
    public static ContentHash Of(ReadOnlySpan<byte> bytes) => new(MemoryMarshal.Cast<byte, ulong>(bytes[..Size]));

    /// <summary>Whether two contents are the same.</summary>
    public static bool operator ==(in ContentHash one, in ContentHash other) => one.Equals(other);

    /// <summary>Whether two contents differ.</summary>
    public static bool operator !=(in ContentHash one, in ContentHash other) => !one.Equals(other);

    /// <summary>From 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ContentHash Parse(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        return text.Length == 2 * Size && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? Of(bytes)
            : throw new FormatException("a SHA-256 has 64 hexadecimal digits");
    }

    /// <summary>Of the content of an open file, read from its beginning.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ContentHash OfContent(SafeFileHandle file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (long at = 0; RandomAccess.Read(file, buffer, at) is > 0 and var read; at += read) hash.AppendData(buffer, 0, read);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        Span<byte> bytes = stackalloc byte[Size];
        hash.GetHashAndReset(bytes);
        return Of(bytes);
    }

    /// <summary>Whether an entry is a regular file with this content. One that cannot be read has not.</summary>
    public bool IsContentOf(DirectoryHandle? folder, string name)
    {
        try
        {
            if (!UnixFiles.TryStatus(folder, name, out var status) || status.Kind != FileKind.File) return false;
            using var file = UnixFiles.OpenRead(folder, name);
            return OfContent(file) == this;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Writes the 64 lower-case hexadecimal digits.</summary>
    public void Format(Span<char> digits)
    {
        Span<ulong> words = [_a, _b, _c, _d];
        Convert.TryToHexStringLower(MemoryMarshal.AsBytes(words), digits, out _);
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<ulong> words = [_a, _b, _c, _d];
        return Convert.ToHexStringLower(MemoryMarshal.AsBytes(words));
    }

    /// <inheritdoc />
    public bool Equals(ContentHash other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is ContentHash other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => (int)_a;
}
