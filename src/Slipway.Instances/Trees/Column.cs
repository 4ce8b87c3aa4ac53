namespace Slipway.Instances.Trees;

/// <summary>A growing column of values in pieces: it never copies itself to grow, so it leaves no garbage of its own size behind.</summary>
internal sealed class Column<T>
{
    private const int Bits = 12;
    private const int PieceSize = 1 << Bits;
    private T[][] pieces = new T[8][];

    internal int Count { get; private set; }

    internal ref T this[int index] => ref pieces[index >> Bits][index & (PieceSize - 1)];

    internal void Add(T value)
    {
        var piece = Count >> Bits;
        if ((Count & (PieceSize - 1)) == 0)
        {
            if (piece == pieces.Length) Array.Resize(ref pieces, piece * 2);
            pieces[piece] = new T[PieceSize];
        }

        pieces[piece][Count & (PieceSize - 1)] = value;
        Count++;
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }
}
