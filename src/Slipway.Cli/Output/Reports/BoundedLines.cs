namespace Slipway.Cli.Output.Reports;

/// <summary>The first and the last lines of many: where output begins and where it ends say most, and a report stays small whatever a script prints.</summary>
/// <param name="most">How many lines are kept.</param>
internal sealed class BoundedLines(int most)
{
    private const int LongestLine = 1000;

    private readonly List<string> first = [];
    private readonly Queue<string> last = new();

    /// <summary>How many lines lie between <see cref="First"/> and <see cref="Last"/> and are left out.</summary>
    public long LeftOut { get; private set; }

    /// <summary>The first lines.</summary>
    public IReadOnlyList<string> First => first;

    /// <summary>The last lines.</summary>
    public IReadOnlyCollection<string> Last => last;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => first.Count == 0;

    /// <summary>Adds a line.</summary>
    public void Add(string line)
    {
        var kept = PlainText.Of(line.Length > 4 * LongestLine ? line[..(4 * LongestLine)] : line);
        if (kept.Length > LongestLine) kept = kept[..LongestLine] + "…";
        if (first.Count < (most + 3) / 4)
        {
            first.Add(kept);
            return;
        }

        last.Enqueue(kept);
        if (last.Count <= most - first.Count) return;
        last.Dequeue();
        LeftOut++;
    }
}
