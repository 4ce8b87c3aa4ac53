using System.Buffers.Binary;
using System.Text;

namespace Slipway.Instances.Trees;

/// <summary>Names as UTF-8, one after the other: a string object each would take more than all the rest of a plan.</summary>
internal sealed class NameStore
{
    private const int PieceBits = 15;
    private const int PieceSize = 1 << PieceBits;
    private const int LengthSize = 2;
    private readonly List<byte[]> pieces = [];
    private int used = PieceSize;

    /// <summary>Stores a name and returns where it stands.</summary>
    internal int Add(ReadOnlySpan<byte> name)
    {
        var size = LengthSize + name.Length;
        if (used + size > PieceSize)
        {
            // A longer name than any file system takes gets a piece of its own.
            pieces.Add(new byte[Math.Max(PieceSize, size)]);
            used = 0;
        }

        var at = pieces[^1].AsSpan(used);
        BinaryPrimitives.WriteUInt16LittleEndian(at, checked((ushort)name.Length));
        name.CopyTo(at[LengthSize..]);
        var place = ((pieces.Count - 1) << PieceBits) | used;
        used += size;
        return place;
    }

    internal ReadOnlySpan<byte> this[int place]
    {
        get
        {
            var at = pieces[place >> PieceBits].AsSpan(place & (PieceSize - 1));
            return at.Slice(LengthSize, BinaryPrimitives.ReadUInt16LittleEndian(at));
        }
    }

    internal string Text(int place) => Encoding.UTF8.GetString(this[place]);
}
