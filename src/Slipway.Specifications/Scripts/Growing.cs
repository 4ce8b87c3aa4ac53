namespace Slipway.Specifications.Scripts;

/// <summary>A list of structs whose items can be changed in place, and whose memory serves the next text.</summary>
internal sealed class Growing<T>
    where T : struct
{
    private T[] _items = new T[64];

    public int Count { get; private set; }

    public ref T this[int index] => ref _items[index];

    public ref T Last => ref _items[Count - 1];

    public int Add(T item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        _items[Count] = item;
        return Count++;
    }

    public void RemoveLast() => Count--;

    public void Clear() => Count = 0;

    public T[] ToArray()
    {
        if (Count == 0) return [];
        var copy = new T[Count];
        Array.Copy(_items, copy, Count);
        return copy;
    }
}
