using System.Globalization;
using System.Numerics;
using System.Text;

namespace Slipway.Specifications.AppSpecs;

/// <summary>The <c>range</c> of an SELinux context: <c>sN[-sM][:cA[.cB][,…]]</c>.</summary>
internal static class SelinuxRange
{
    private const int Categories = 1024;

    /// <summary>The normal form (categories sorted and compressed, equal sensitivities written once), or null and what the agent says.</summary>
    public static string? Normalize(string range, out string problem)
    {
        if (!TrySplit(range, ':', out var parts, out problem)) return null;
        if (!TrySplit(parts[0], '-', out var levels, out problem)) return null;
        if (!TryNumber(levels[0], 's', out var low))
        {
            problem = $"invalid sensitivity {levels[0]}";
            return null;
        }

        var high = low;
        if (levels.Length == 2 && !TryNumber(levels[1], 's', out high))
        {
            problem = $"invalid sensitivity {levels[1]}";
            return null;
        }

        if (high < low)
        {
            problem = $"The deployment failed because of a problem with the SELinux range specified ({range}) for the context parameter in the permissions section of the application specification file. Make corrections in the permissions section of the AppSpec file, and then try again.";
            return null;
        }

        var normal = new StringBuilder("s").Append(low.ToString(CultureInfo.InvariantCulture));
        if (high != low) normal.Append("-s").Append(high.ToString(CultureInfo.InvariantCulture));
        if (parts.Length == 1) return normal.ToString();
        var set = new bool[Categories];
        if (!TryCategories(parts[1], set, out problem)) return null;
        AppendCategories(normal.Append(':'), set);
        return normal.ToString();
    }

    private static bool TryCategories(string text, bool[] set, out string problem)
    {
        problem = "";
        var duplicate = false;
        // Ruby's split drops empty parts at the end, and only there.
        foreach (var part in text.TrimEnd(',').Split(','))
        {
            if (part.Length == 0 && text.Trim(',').Length == 0) break;
            var ends = new[] { part };
            if (part.IndexOf('.') >= 0 && !TrySplit(part, '.', out ends, out problem)) return false;
            foreach (var end in ends)
            {
                if (TryNumber(end, 'c', out var number) && number < Categories) continue;
                problem = $"invalid category {end}";
                return false;
            }

            TryNumber(ends[0], 'c', out var low);
            TryNumber(ends[ends.Length - 1], 'c', out var high);
            if (high < low)
            {
                problem = $"invalid category range {ends[0]}.{ends[1]}";
                return false;
            }

            for (var i = (int)low; i <= (int)high && !duplicate; i++)
            {
                duplicate |= set[i];
                set[i] = true;
            }
        }

        if (duplicate) problem = "duplicate categories";
        return !duplicate;
    }

    private static void AppendCategories(StringBuilder to, bool[] set)
    {
        var first = true;
        for (var low = 0; low < set.Length; low++)
        {
            if (!set[low]) continue;
            var high = low;
            while (high + 1 < set.Length && set[high + 1]) high++;
            if (!first) to.Append(',');
            first = false;
            to.Append('c').Append(low);
            if (high > low) to.Append(".c").Append(high);
            low = high;
        }
    }

    private static bool TrySplit(string text, char at, out string[] parts, out string problem)
    {
        problem = "";
        var index = text.IndexOf(at);
        parts = index < 0 ? [text] : [text.Substring(0, index), text.Substring(index + 1)];
        if (Array.TrueForAll(parts, part => part.Length > 0)) return true;
        problem = $"invalid range part {text}";
        return false;
    }

    private static bool TryNumber(string text, char prefix, out BigInteger number)
    {
        number = BigInteger.Zero;
        // Parsing a number of many thousand digits would cost quadratic time.
        if (text.Length is < 2 or > 10_000 || text[0] != prefix) return false;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] is < '0' or > '9') return false;
        }

        number = BigInteger.Parse(text.Substring(1), CultureInfo.InvariantCulture);
        return true;
    }
}
