namespace Slipway.Specifications.Secrets;

/// <summary>
/// The file that <c>SlipwayAllowedSecrets</c> names: a fingerprint a line, with the reason behind <c>#</c>. A line that is none accepts nothing, so
/// that a slip shows as the finding that stays.
/// </summary>
public static class AllowedSecrets
{
    private const int FingerprintLength = 64;

    /// <summary>The fingerprints, in lower case.</summary>
    public static IReadOnlyCollection<string> Parse(string text)
    {
        var fingerprints = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var comment = line.IndexOf('#');
            var word = (comment < 0 ? line : line.Substring(0, comment)).Trim().TrimStart('\uFEFF').ToLowerInvariant();
            if (word.Length == FingerprintLength && word.All(IsHexadecimal)) fingerprints.Add(word);
        }

        return fingerprints;
    }

    private static bool IsHexadecimal(char digit) => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f');
}
