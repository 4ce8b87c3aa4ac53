using System.Text;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Tar;

/// <summary>
/// Reads v7, ustar, pax and GNU archives front to back with GNU tar's understanding: long names, base-256 numbers, pax over header. Unlike
/// GNU tar it takes an archive without end mark for cut off.
/// </summary>
internal sealed class TarReader(Stream source, string bundle)
{
    // Names end at 4,096 bytes; the rest of a pax header is comment and vendors' attributes.
    private const int MaximumExtension = 1 << 20;

    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private PaxAttributes _global = new();
    private long _content;
    private long _padding;

    /// <summary>The comment of the archive's global header so far.</summary>
    internal string? Comment => _global.Comment;

    /// <summary>The next entry; null at the end mark.</summary>
    internal TarEntry? Next()
    {
        var local = _global;
        byte[]? longName = null, longLink = null;
        while (true)
        {
            SkipContent();
            if (!ReadHeader()) return null;
            if (!TarHeader.TrySize(_block, out var size)) throw Damaged("a size is no number");
            switch (TarHeader.Type(_block))
            {
                case (byte)'x' or (byte)'X':
                    local = _global.With(Extension(size)) ?? throw Damaged("a pax header is malformed");
                    break;
                case (byte)'g':
                    local = _global = _global.With(Extension(size)) ?? throw Damaged("a pax header is malformed");
                    break;
                case (byte)'L':
                    longName = UpToNul(Extension(size));
                    break;
                case (byte)'K':
                    longLink = UpToNul(Extension(size));
                    break;
                case (byte)'V':
                    Begin(size);
                    break;
                default:
                    return Entry(local, longName, longLink, size);
            }
        }
    }

    /// <summary>Content of the current entry; 0 at its end.</summary>
    internal int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, _content);
        if (wanted == 0) return 0;
        var read = source.Read(buffer[..wanted]);
        if (read == 0) throw Damaged("it ends within a file");
        _content -= read;
        return read;
    }

    /// <summary>What follows the end mark, a block at a time; false at the end of the archive file.</summary>
    internal bool TryReadTrailer(Span<byte> block) => source.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) == block.Length;

    private bool ReadHeader()
    {
        ReadBlock();
        if (_block.AsSpan().IndexOfAnyExcept((byte)0) >= 0)
        {
            return TarHeader.HasValidChecksum(_block) ? true : throw Damaged("a header's checksum is wrong");
        }

        ReadBlock();
        return _block.AsSpan().IndexOfAnyExcept((byte)0) < 0 ? false : throw Damaged("its end mark is incomplete");
    }

    private void ReadBlock()
    {
        if (source.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false) < _block.Length) throw Damaged("the end mark is missing");
    }

    private TarEntry Entry(PaxAttributes pax, byte[]? longName, byte[]? longLink, long size)
    {
        var name = pax.Path ?? longName ?? ShortName();
        var shown = Text(name);
        var typeFlag = TarHeader.Type(_block);
        if (pax.Sparse || typeFlag == 'S') throw RevisionErrors.Unsupported(bundle, shown, "is a sparse file");
        if (typeFlag is (byte)'M' or (byte)'D' or (byte)'N')
            throw RevisionErrors.Unsupported(bundle, shown, "is part of a multi-volume or incremental archive");
        if (!TarHeader.TryMode(_block, out var mode) || !TarHeader.TryModified(_block, out var seconds)
            || !TarHeader.TryUser(_block, out var user) || !TarHeader.TryGroup(_block, out var group))
            throw Damaged($"the header of '{RevisionErrors.Shown(shown)}' holds something that is no number");
        var type = TypeOf(typeFlag, name);
        Begin(type == TarEntryType.File ? pax.Size ?? size : 0);
        return new(
            name, pax.LinkPath ?? longLink ?? TarHeader.LinkName(_block).ToArray(), type, (int)(mode & 0xfff),
            Account(TarHeader.UserName(_block), user, pax.User, shown), Account(TarHeader.GroupName(_block), group, pax.Group, shown),
            _content, pax.Modified ?? new UnixTime(seconds, 0));
    }

    private static TarEntryType TypeOf(byte flag, byte[] name) => flag switch
    {
        (byte)'1' => TarEntryType.HardLink,
        (byte)'2' => TarEntryType.Link,
        (byte)'3' or (byte)'4' => TarEntryType.Device,
        (byte)'5' => TarEntryType.Directory,
        (byte)'6' => TarEntryType.Fifo,

        // The first tars knew no directories but by the name; unknown kinds are files, as POSIX has it.
        _ => name is [.., (byte)'/'] ? TarEntryType.Directory : TarEntryType.File,
    };

    /// <summary>As GNU tar: a number of the pax header beats the name, which beats the number of the header; pax names count for nothing.</summary>
    private TarAccount Account(ReadOnlySpan<byte> name, long number, long? paxNumber, string shown) =>
        (paxNumber ?? number) is >= 0 and < uint.MaxValue and var id
            ? new(paxNumber is null ? Text(name) : "", (uint)id)
            : throw RevisionErrors.Unsupported(bundle, shown, $"has the owner or group number {paxNumber ?? number}, which Linux does not have");

    private byte[] ShortName()
    {
        var prefix = TarHeader.Prefix(_block);
        return prefix.IsEmpty ? TarHeader.Name(_block).ToArray() : [.. prefix, (byte)'/', .. TarHeader.Name(_block)];
    }

    private byte[] Extension(long size)
    {
        if (size > MaximumExtension) throw Damaged($"an extended header claims {size} bytes");
        Begin(size);
        var body = new byte[size];
        if (source.ReadAtLeast(body, body.Length, throwOnEndOfStream: false) < body.Length) throw Damaged("it ends within an extended header");
        _content = 0;
        return body;
    }

    private void Begin(long content)
    {
        _content = content;
        _padding = -content & (TarHeader.BlockSize - 1);
    }

    private void SkipContent()
    {
        for (var left = _content + _padding; left > 0;)
        {
            var read = source.Read(_block.AsSpan(0, (int)Math.Min(left, _block.Length)));
            if (read == 0) throw Damaged("it ends within a file");
            left -= read;
        }

        _content = _padding = 0;
    }

    private static string Text(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? "" : Encoding.UTF8.GetString(utf8);

    private static byte[] UpToNul(byte[] text) => Array.IndexOf(text, (byte)0) is >= 0 and var end ? text[..end] : text;

    private Specifications.SlipwayException Damaged(string what) => RevisionErrors.Damaged(bundle, what);
}
