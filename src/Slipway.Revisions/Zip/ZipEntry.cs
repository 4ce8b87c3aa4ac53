using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Zip;

/// <summary>An entry of a zip's central directory.</summary>
/// <param name="RawName">The name's bytes, to find again before the content.</param>
/// <param name="Path">The clean path; "" is the root.</param>
/// <param name="Kind">File, directory, link, or something special.</param>
/// <param name="Mode">Permission bits (0777); setuid, setgid and sticky do not come out of a zip, as with unzip.</param>
/// <param name="Method">0 stored, 8 deflated.</param>
/// <param name="Crc">CRC-32 of the content.</param>
/// <param name="PackedSize">Bytes in the archive.</param>
/// <param name="Size">Bytes of content.</param>
/// <param name="Offset">Where its local header stands.</param>
/// <param name="Modified">Time of the last change.</param>
internal sealed record ZipEntry(
    byte[] RawName, string Path, FileKind Kind, int Mode, ushort Method, uint Crc, long PackedSize, long Size, long Offset, UnixTime Modified);
