using System.Collections;

namespace Slipway.Analyzers.Generation;

/// <summary>A list that equals another one with the same items: the compiler's cache compares models by value.</summary>
internal sealed class EquatableList<T>(IReadOnlyList<T> items) : IReadOnlyList<T>, IEquatable<EquatableList<T>>
    where T : IEquatable<T>
{
    public static EquatableList<T> Empty { get; } = new([]);

    public int Count => items.Count;

    public T this[int index] => items[index];

    public bool Equals(EquatableList<T>? other)
    {
        if (other is null || other.Count != Count) return false;
        for (var i = 0; i < Count; i++)
        {
            if (!this[i].Equals(other[i])) return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    public override int GetHashCode()
    {
        var hash = 17;
        foreach (var item in items) hash = unchecked((hash * 31) + item.GetHashCode());
        return hash;
    }

    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
