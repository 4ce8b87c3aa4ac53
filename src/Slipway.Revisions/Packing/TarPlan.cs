using System.Text;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Packing;

/// <summary>A stretch of a tar: small entries together, and the header of the large file that follows them.</summary>
/// <param name="Padding">Zeros that belong to the large file before.</param>
/// <param name="Small">Entries with their contents.</param>
/// <param name="Large">The large file behind them; null for none.</param>
internal sealed record TarStretch(int Padding, IReadOnlyList<PackItem> Small, PackItem? Large);

/// <summary>
/// Where the parts of a tar end that are deflated together. That follows from paths and sizes alone: contents may change without moving a seam, and a
/// file that comes or goes moves only those near it.
/// </summary>
internal static class TarPlan
{
    // Small files compress better together; a change compresses its neighbours again.
    private const long Smallest = 256 * 1024, Largest = 1024 * 1024;

    // Of the paths behind the smallest size, one in so many ends a stretch.
    private const uint Chance = 16;

    private const int CostOfEntry = 512;

    internal static IEnumerable<TarStretch> Of(IReadOnlyList<PackItem> items)
    {
        var small = new List<PackItem>();
        var (size, padding) = (0L, 0);
        foreach (var item in items)
        {
            var isLarge = item.Kind == FileKind.File && item.Size >= ZipBatch.SharedFrom;
            if (isLarge)
            {
                yield return new(padding, small, item);
                (small, size, padding) = ([], 0, TarRecords.Padding(item.Size));
                continue;
            }

            if (size + item.Size + CostOfEntry > Largest)
            {
                yield return new(padding, small, null);
                (small, size, padding) = ([], 0, 0);
            }

            small.Add(item);
            size += item.Size + CostOfEntry;
            if (size < Smallest || Crc32.Append(0, Encoding.UTF8.GetBytes(item.Path)) % Chance != 0) continue;
            yield return new(padding, small, null);
            (small, size, padding) = ([], 0, 0);
        }

        if (small.Count > 0 || padding > 0) yield return new(padding, small, null);
    }
}
