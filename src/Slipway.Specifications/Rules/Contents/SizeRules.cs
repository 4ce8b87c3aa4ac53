using System.Globalization;
using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>SLW9010: how much a revision holds.</summary>
internal static class SizeRules
{
    private const long Megabyte = 1_000_000;
    private const long MostBytes = 5_000_000 * Megabyte;
    private const int MostFiles = 100_000;
    private const int KeptRevisions = 5;
    private static readonly string[] Units = ["", "KB", "MB", "GB", "TB"];

    public static void VeryLarge(RuleContext context, RuleReport report)
    {
        if (context.Kind != DocumentKind.ServerAppSpec || context.Inputs.Revision is not { } revision) return;
        var (total, files) = (0L, 0);
        var largest = new RevisionItem?[3];
        foreach (var item in revision)
        {
            if (item.Kind != RevisionItemKind.File) continue;
            total += item.Size;
            files++;
            for (var i = 0; i < largest.Length; i++)
            {
                if (largest[i] is { } known && known.Size >= item.Size) continue;
                for (var j = largest.Length - 1; j > i; j--) largest[j] = largest[j - 1];
                largest[i] = item;
                break;
            }
        }

        var (ofRevision, ofFile) = (Limit(context, "SlipwayMaxRevisionSize", 1000 * Megabyte), Limit(context, "SlipwayMaxFileSize", 500 * Megabyte));
        var reason = total > MostBytes ? $"The revision has {Size(total)}, more than S3 stores as one object"
            : total > ofRevision ? $"The revision has {Size(total)}, more than {Size(ofRevision)}"
            : files > Count(context) ? $"The revision has {files.ToString(CultureInfo.InvariantCulture)} files"
            : largest[0]?.Size > ofFile ? $"'{ShownName.Of(largest[0]!.Path)}' has {Size(largest[0]!.Size)}, more than {Size(ofFile)}" : null;
        if (reason is null) return;
        var names = string.Join(", ", largest.OfType<RevisionItem>().Select(item => $"{ShownName.Of(item.Path)} ({Size(item.Size)})"));
        report.Add(total > MostBytes ? Severity.Error : Severity.Warning, SourceRange.Start, reason, Size(total * KeptRevisions), names);
    }

    private static int Count(RuleContext context) =>
        int.TryParse(context.Property("SlipwayMaxFiles"), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? most : MostFiles;

    /// <summary>A limit in bytes, or with a unit: <c>750MB</c>, <c>2 GB</c>.</summary>
    private static long Limit(RuleContext context, string property, long otherwise)
    {
        if (context.Property(property) is not { } text) return otherwise;
        var number = text.Trim();
        var unit = Array.FindLastIndex(Units, name => name.Length > 0 && number.EndsWith(name, StringComparison.OrdinalIgnoreCase));
        if (unit > 0) number = number.Substring(0, number.Length - Units[unit].Length).Trim();
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value <= 0) return otherwise;
        return (long)Math.Min(value * Math.Pow(1000, Math.Max(unit, 0)), MostBytes);
    }

    private static string Size(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        while (value >= 1000 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return value.ToString(value < 10 && unit > 0 ? "0.#" : "0", CultureInfo.InvariantCulture) + (unit == 0 ? " bytes" : " " + Units[unit]);
    }
}
