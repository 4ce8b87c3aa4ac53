using System.Text;

namespace Slipway.Instances.Trees;

/// <summary>
/// Paths of an instance as nodes of a tree, a few bytes each: a parent, a name, flags. Node 0 is <c>/</c>. A plan of 100,000 files is
/// held in memory, so there is no object and no full path per file.
/// </summary>
internal sealed class PathTable
{
    // The longest name that Linux file systems take has 255 bytes.
    private const int ShortName = 256;

    private readonly Column<int> parents = new();
    private readonly Column<int> names = new();
    private readonly NameStore store = new();
    private readonly Column<int> nexts = new();
    private readonly Column<NodeFlags> flags = new();
    private int[] buckets = new int[128];

    internal PathTable()
    {
        Array.Fill(buckets, -1);
        Add(0, []);
    }

    internal int Count => parents.Count;

    internal int Parent(int node) => parents[node];

    internal string Name(int node) => store.Text(names[node]);

    internal ref NodeFlags Flags(int node) => ref flags[node];

    internal bool Has(int node, NodeFlags flag) => (flags[node] & flag) != 0;

    /// <summary>The node of a name in a directory, made when it is new.</summary>
    internal int Child(int parent, string name)
    {
        var bytes = Encode(name, stackalloc byte[ShortName]);
        var hash = Hash(parent, bytes);
        var found = Find(parent, bytes, hash);
        if (found >= 0) return found;
        if (Count == buckets.Length) Rehash();
        var node = Add(parent, bytes);
        ref var bucket = ref buckets[hash & (buckets.Length - 1)];
        nexts[node] = bucket;
        bucket = node;
        return node;
    }

    /// <summary>The node of a name in a directory, or -1.</summary>
    internal int Find(int parent, string name)
    {
        var bytes = Encode(name, stackalloc byte[ShortName]);
        return Find(parent, bytes, Hash(parent, bytes));
    }

    /// <summary>The node of a path that is read lexically, as Ruby's File.expand_path does: <c>.</c>, <c>..</c> and doubled slashes go.</summary>
    internal int Intern(string path)
    {
        var node = 0;
        foreach (var name in new PathComponents(path)) node = name == ".." ? parents[node] : Child(node, name);
        return node;
    }

    /// <summary>As <see cref="Intern"/>, but -1 when a part of the path is not in the table.</summary>
    internal int FindPath(string path)
    {
        // The way up out of an unknown name must come back to a known one: /unknown/../dst is /dst.
        var names = new List<string>();
        foreach (var name in new PathComponents(path))
        {
            if (name != "..") names.Add(name);
            else if (names.Count > 0) names.RemoveAt(names.Count - 1);
        }

        var node = 0;
        foreach (var name in names)
        {
            node = Find(node, name);
            if (node < 0) return -1;
        }

        return node;
    }

    /// <summary>The path, <c>/srv/app/x</c>.</summary>
    internal string PathOf(int node)
    {
        if (node == 0) return "/";
        var length = 0;
        for (var n = node; n != 0; n = parents[n]) length += store[names[n]].Length + 1;
        var bytes = length <= 4 * ShortName ? stackalloc byte[length] : new byte[length];
        var end = length;
        for (var n = node; n != 0; n = parents[n])
        {
            var name = store[names[n]];
            end -= name.Length;
            name.CopyTo(bytes[end..]);
            bytes[--end] = (byte)'/';
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private static ReadOnlySpan<byte> Encode(string name, Span<byte> room) =>
        Encoding.UTF8.TryGetBytes(name, room, out var length) ? room[..length] : Encoding.UTF8.GetBytes(name);

    private static int Hash(int parent, ReadOnlySpan<byte> name)
    {
        // Seeded anew in every process: no revision can choose names that all fall together.
        var hash = default(HashCode);
        hash.Add(parent);
        hash.AddBytes(name);
        return hash.ToHashCode();
    }

    private int Find(int parent, ReadOnlySpan<byte> name, int hash)
    {
        for (var node = buckets[hash & (buckets.Length - 1)]; node >= 0; node = nexts[node])
        {
            if (parents[node] == parent && store[names[node]].SequenceEqual(name)) return node;
        }

        return -1;
    }

    private int Add(int parent, ReadOnlySpan<byte> name)
    {
        parents.Add(parent);
        names.Add(store.Add(name));
        nexts.Add(-1);
        flags.Add(NodeFlags.None);
        return parents.Count - 1;
    }

    private void Rehash()
    {
        buckets = new int[buckets.Length * 2];
        Array.Fill(buckets, -1);
        for (var node = 1; node < Count; node++)
        {
            ref var bucket = ref buckets[Hash(parents[node], store[names[node]]) & (buckets.Length - 1)];
            nexts[node] = bucket;
            bucket = node;
        }
    }
}
