namespace Slipway.Instances.Trees;

/// <summary>Something known of some of the nodes of a <see cref="PathTable"/>: one number a node and a column of values.</summary>
internal sealed class NodeMap<T>
{
    private readonly Column<int> places = new();
    private readonly Column<T> values = new();

    internal int Count => values.Count;

    /// <summary>Sets the value of a node that has none.</summary>
    internal void Add(int node, T value)
    {
        while (places.Count <= node) places.Add(-1);
        places[node] = values.Count;
        values.Add(value);
    }

    /// <summary>Whether a node has a value.</summary>
    internal bool Has(int node) => node < places.Count && places[node] >= 0;

    /// <summary>The value of a node that has one.</summary>
    internal ref T this[int node] => ref values[places[node]];
}
