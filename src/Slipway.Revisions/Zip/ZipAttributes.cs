using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Zip;

/// <summary>What the system that made a zip says of an entry, understood as unzip does on Linux.</summary>
/// <param name="host">The system's number in the zip format.</param>
/// <param name="attributes">The external attributes: Unix mode in the upper half, DOS attributes in the lower.</param>
/// <param name="namedDirectory">The name ends in a slash.</param>
internal readonly struct ZipAttributes(byte host, uint attributes, bool namedDirectory)
{
    private const int PlainFile = 0x1a4, PlainDirectory = 0x1ed;

    private readonly int _unix = host is ZipFormat.UnixHost or ZipFormat.DarwinHost or ZipFormat.FatHost ? (int)(attributes >> 16) : 0;

    internal FileKind Kind => (_unix & 0xf000) switch
    {
        0xa000 => FileKind.Link,
        0x1000 => FileKind.Fifo,
        0xc000 => FileKind.Socket,
        0x2000 or 0x6000 => FileKind.Device,
        0x4000 => FileKind.Directory,
        _ => namedDirectory ? FileKind.Directory : FileKind.File,
    };

    internal int Mode => _unix != 0 ? _unix & 0x1ff : Kind == FileKind.Directory ? PlainDirectory : PlainFile;

    /// <summary>DOS programs wrote backslashes between segments; under any other system, or beside slashes, they belong to the name.</summary>
    internal static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> name, byte host)
    {
        if (host != ZipFormat.FatHost || name.Contains((byte)'/') || !name.Contains((byte)'\\')) return name;
        var path = name.ToArray();
        path.AsSpan().Replace((byte)'\\', (byte)'/');
        return path;
    }

    /// <summary>A DOS date and time, in the time zone of this machine; an impossible one is the format's beginning.</summary>
    internal static UnixTime Time(ushort date, ushort time)
    {
        int year = 1980 + (date >> 9), month = (date >> 5) & 15, day = date & 31;
        int hour = time >> 11, minute = (time >> 5) & 63, second = (time & 31) * 2;
        var valid = month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60;
        var local = valid ? new DateTime(year, month, day, hour, minute, second, DateTimeKind.Local) : new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Local);
        return new(new DateTimeOffset(local).ToUnixTimeSeconds(), 0);
    }
}
