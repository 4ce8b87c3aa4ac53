namespace Slipway.Cli.Output.Reports;

/// <summary>
/// From times to places on a chart. Long stretches in which nothing happens (a wait of two days between events of seconds) are drawn short, as gaps; the rest keeps its proportions.
/// </summary>
internal sealed class TimeScale
{
    private const double GapShare = 0.08;
    private const int MostGaps = 6;

    private readonly List<Stretch> stretches = [];

    private TimeScale(double width) => Width = width;

    /// <summary>The width of the chart.</summary>
    public double Width { get; }

    /// <summary>The stretches that are drawn shorter than they were.</summary>
    public IEnumerable<(double From, double To, TimeSpan Time)> Gaps => stretches.Where(s => s.IsGap).Select(s => (s.Place, s.Place + s.Width, s.To - s.From));

    /// <summary>A scale from a start to an end.</summary>
    /// <param name="start">Its left edge.</param>
    /// <param name="end">Its right edge.</param>
    /// <param name="busy">When something happened, in any order.</param>
    /// <param name="width">The width of the chart.</param>
    public static TimeScale Of(DateTimeOffset start, DateTimeOffset end, IEnumerable<(DateTimeOffset From, DateTimeOffset To)> busy, double width)
    {
        var scale = new TimeScale(width);
        if (end <= start) end = start.AddSeconds(1);
        var idle = Idle(start, end, busy);
        var busyTime = (end - start) - Sum(idle);

        // Only what takes more room than all that happens is worth a gap.
        var gaps = idle.Where(i => i.To - i.From > TimeSpan.FromSeconds(20) && (i.To - i.From) * 4 > busyTime).OrderByDescending(i => i.To - i.From).Take(MostGaps).OrderBy(i => i.From).ToList();
        var gapWidth = gaps.Count == 0 ? 0 : Math.Min(width * GapShare, width / 2 / gaps.Count);
        var perSecond = (width - (gaps.Count * gapWidth)) / Math.Max(0.001, ((end - start) - Sum(gaps)).TotalSeconds);
        var (at, place) = (start, 0.0);
        foreach (var (from, to) in gaps)
        {
            scale.Add(at, from, ref place, (from - at).TotalSeconds * perSecond, isGap: false);
            scale.Add(from, to, ref place, gapWidth, isGap: true);
            at = to;
        }

        scale.Add(at, end, ref place, (end - at).TotalSeconds * perSecond, isGap: false);
        return scale;
    }

    /// <summary>The place of a time; times outside are at the edges.</summary>
    public double At(DateTimeOffset time)
    {
        foreach (var stretch in stretches)
        {
            if (time <= stretch.From) return stretch.Place;
            if (time < stretch.To) return stretch.Place + (stretch.Width * ((time - stretch.From) / (stretch.To - stretch.From)));
        }

        return Width;
    }

    private void Add(DateTimeOffset from, DateTimeOffset to, ref double place, double width, bool isGap)
    {
        if (to <= from) return;
        stretches.Add(new(from, to, place, width, isGap));
        place += width;
    }

    private static List<(DateTimeOffset From, DateTimeOffset To)> Idle(DateTimeOffset start, DateTimeOffset end, IEnumerable<(DateTimeOffset From, DateTimeOffset To)> busy)
    {
        var idle = new List<(DateTimeOffset, DateTimeOffset)>();
        var at = start;
        foreach (var (from, to) in busy.OrderBy(b => b.From))
        {
            if (from > at) idle.Add((at, from < end ? from : end));
            if (to > at) at = to;
            if (at >= end) return idle;
        }

        idle.Add((at, end));
        return idle;
    }

    private static TimeSpan Sum(List<(DateTimeOffset From, DateTimeOffset To)> times) => times.Aggregate(TimeSpan.Zero, (sum, time) => sum + (time.To - time.From));

    private sealed record Stretch(DateTimeOffset From, DateTimeOffset To, double Place, double Width, bool IsGap);
}
