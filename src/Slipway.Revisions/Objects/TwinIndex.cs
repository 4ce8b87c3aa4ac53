namespace Slipway.Revisions.Objects;

/// <summary>Finds files with the same content and mode.</summary>
internal sealed class TwinIndex
{
    private readonly int[] _slots;

    internal TwinIndex(int count)
    {
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, count * 2))];
        Array.Fill(_slots, -1);
    }

    /// <summary>Adds a file; false when there is one like it.</summary>
    internal bool Add(int index, ArchiveContents contents)
    {
        var key = contents.KeyOf(index);
        for (var slot = key.Content.GetHashCode(); ; slot++)
        {
            ref var at = ref _slots[slot & (_slots.Length - 1)];
            if (at < 0)
            {
                at = index;
                return true;
            }

            if (contents.KeyOf(at).Mode == key.Mode && contents.KeyOf(at).Content == key.Content) return false;
        }
    }
}
