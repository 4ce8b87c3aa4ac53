using Slipway.Revisions.Tar;

namespace Slipway.Revisions.Staging;

/// <summary>Tells an archive's format by its first bytes: names lie, and GNU tar looks at the content too.</summary>
internal static class BundleFormat
{
    internal static BundleType Of(string bundle, ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8)) return BundleType.Zip;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b])) return BundleType.Tgz;
        if (start.Length == TarHeader.BlockSize && (TarHeader.HasValidChecksum(start) || start.IndexOfAnyExcept((byte)0) < 0)) return BundleType.Tar;
        throw Compression(start) is { } name
            ? RevisionErrors.UnknownFormat(bundle, $"{name} data, which CodeDeploy has no bundle type for")
            : start.IsEmpty ? RevisionErrors.UnknownFormat(bundle, "an empty file") : RevisionErrors.UnknownFormat(bundle);
    }

    private static string? Compression(ReadOnlySpan<byte> start) =>
        start.StartsWith("BZh"u8) ? "bzip2"
        : start.StartsWith((ReadOnlySpan<byte>)[0xfd, .. "7zXZ"u8]) ? "xz"
        : start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]) ? "zstd"
        : start.StartsWith((ReadOnlySpan<byte>)[.. "7z"u8, 0xbc, 0xaf]) ? "7z"
        : null;
}
