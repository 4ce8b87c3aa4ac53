namespace Slipway.Revisions.Objects;

/// <summary>Finds files with the same content.</summary>
internal sealed class TwinIndex
{
    private readonly IReadOnlyList<RevisionEntry> _entries;
    private readonly bool _regardsMode;
    private readonly int[] _slots;

    /// <param name="entries">The files.</param>
    /// <param name="regardsMode">Whether they must have the same mode, too.</param>
    internal TwinIndex(IReadOnlyList<RevisionEntry> entries, bool regardsMode)
    {
        (_entries, _regardsMode) = (entries, regardsMode);
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, entries.Count * 2))];
        Array.Fill(_slots, -1);
    }

    /// <summary>Adds a file unless there is one like it.</summary>
    /// <returns>The one like it, or -1.</returns>
    internal int Add(int index)
    {
        var added = _entries[index];
        for (var slot = added.Content.GetHashCode(); ; slot++)
        {
            ref var at = ref _slots[slot & (_slots.Length - 1)];
            if (at < 0)
            {
                at = index;
                return -1;
            }

            var other = _entries[at];
            if (other.Content == added.Content && (!_regardsMode || other.Mode == added.Mode)) return at;
        }
    }
}
