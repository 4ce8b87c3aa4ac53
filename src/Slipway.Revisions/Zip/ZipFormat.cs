namespace Slipway.Revisions.Zip;

/// <summary>The numbers of the zip format that reader and writer share.</summary>
internal static class ZipFormat
{
    internal const uint LocalHeader = 0x04034b50;
    internal const uint CentralHeader = 0x02014b50;
    internal const uint End = 0x06054b50;
    internal const uint End64 = 0x06064b50;
    internal const uint End64Locator = 0x07064b50;

    internal const int LocalHeaderSize = 30;
    internal const int CentralHeaderSize = 46;
    internal const int EndSize = 22;
    internal const int End64Size = 56;
    internal const int End64LocatorSize = 20;

    internal const ushort Stored = 0;
    internal const ushort Deflated = 8;

    internal const ushort Encrypted = 1;
    internal const ushort Utf8 = 0x800;

    internal const ushort Zip64Extra = 0x0001;
    internal const ushort TimestampExtra = 0x5455;

    internal const byte FatHost = 0;
    internal const byte UnixHost = 3;
    internal const byte DarwinHost = 19;
}
