namespace Slipway.Specifications.Rules;

/// <summary>"Did you mean": the allowed name that a misspelt one is close to.</summary>
internal static class NearestName
{
    /// <summary>Behind so many misspelt names of one file no more are compared: each comparison goes through all candidates.</summary>
    public const int MostCompared = 20;

    /// <summary>The closest candidate, or null when none is close. Earlier candidates are the more usual ones.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        var normal = Normalize(name);
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) > 4) continue;
            var other = Normalize(candidate);
            var distance = normal == other ? 0 : Distance(normal, other);
            if (distance > (candidate.Length <= 4 ? 1 : 2)) continue;
            var closer = distance < bestDistance
                || (distance == bestDistance && SameStart(normal, other) && !SameStart(normal, Normalize(best!)));
            if (!closer) continue;
            best = candidate;
            bestDistance = distance;
        }

        return best;
    }

    /// <summary>Whether two names differ by one letter.</summary>
    public static bool IsOneOff(string left, string right) => Distance(left, right) == 1;

    private static bool SameStart(string left, string right) => left.Length > 0 && right.Length > 0 && left[0] == right[0];

    private static string Normalize(string name) => name.Replace("-", "").Replace("_", "").ToLowerInvariant();

    /// <summary>Damerau-Levenshtein with adjacent transpositions (optimal string alignment).</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 2) return int.MaxValue;
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) table[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                table[i, j] = Math.Min(Math.Min(table[i - 1, j] + 1, table[i, j - 1] + 1), table[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[left.Length, right.Length];
    }
}
