using Slipway.Specifications.Findings;
using static Slipway.Specifications.Secrets.SecretCharacters;

namespace Slipway.Specifications.Secrets;

/// <summary>Whole words in the published forms of AWS keys (SLW9011) and of the tokens of services (SLW9014).</summary>
internal static class TokenFormats
{
    // Longer than every token with a variable length; keeps hostile texts linear.
    private const int Longest = 400;

    /// <summary>The token at an anchor; null when what stands there is none.</summary>
    public static SecretMatch? At(byte[] text, int start, int end, int anchor, SecretPattern pattern) => pattern switch
    {
        SecretPattern.AwsKey => Exactly(text, start, end, anchor, 4, 16, Base32, Word) is { } key ? key with { Rule = "SLW9011", Kind = "AWS", Shown = 4 } : null,
        SecretPattern.GitHub => Exactly(text, start, end, anchor, 4, 36, AlphaNumeric, Word) is { } token ? token with { Kind = "GitHub" } : null,
        SecretPattern.GitHubPersonal when MatchesExactly(text, anchor - 3, end, "github_pat_") && anchor - 3 >= start =>
            Exactly(text, start, end, anchor - 3, 11, 82, Word, Word) is { } token ? token with { Kind = "GitHub" } : null,
        SecretPattern.GitLab when MatchesExactly(text, anchor, end, "glpat-") && !IsWords(text, anchor + 6, end) =>
            GitLab(text, start, end, anchor) is { } token ? token with { Kind = "GitLab" } : null,
        SecretPattern.Slack when MatchesExactly(text, anchor + 4, end, "-") && HasDigit(text, anchor + 5, end) =>
            AtLeast(text, start, end, anchor, 5, 18, UrlBase64) is { } token ? token with { Kind = "Slack" } : null,
        SecretPattern.Stripe when MatchesExactly(text, anchor, end, "sk_live_") =>
            AtLeast(text, start, end, anchor, 8, 20, AlphaNumeric) is { } token ? token with { Kind = "Stripe" } : null,
        SecretPattern.Google => Exactly(text, start, end, anchor, 4, 35, UrlBase64, UrlBase64) is { } token ? token with { Kind = "Google" } : null,
        SecretPattern.NuGet => Exactly(text, start, end, anchor, 3, 43, LowerAlphaNumeric, Word) is { } token ? token with { Kind = "NuGet" } : null,
        SecretPattern.Npm => Exactly(text, start, end, anchor, 4, 36, AlphaNumeric, Word) is { } token ? token with { Kind = "npm" } : null,
        SecretPattern.AzureStorage => AzureKey(text, start, end, anchor),
        _ => null,
    };

    /// <summary>A prefix and exactly so many characters, as a whole word.</summary>
    private static SecretMatch? Exactly(byte[] text, int start, int end, int at, int prefix, int count, byte alphabet, byte around)
    {
        if (!BeginsAt(text, start, at, around) || Run(text, at + prefix, end, alphabet, count) != count) return null;
        return EndsAt(text, at + prefix + count, end, around) && IsReal(text, at + prefix, count) ? Token(at, prefix + count) : null;
    }

    /// <summary>A prefix and at least so many characters, as a whole word.</summary>
    private static SecretMatch? AtLeast(byte[] text, int start, int end, int at, int prefix, int least, byte alphabet)
    {
        if (!BeginsAt(text, start, at, UrlBase64)) return null;
        var count = Run(text, at + prefix, end, alphabet, Longest);
        while (count > 0 && text[at + prefix + count - 1] == '-') count--;
        return count >= least && count < Longest && IsReal(text, at + prefix, count) ? Token(at, prefix + count) : null;
    }

    /// <summary>20 characters; since version 17 also 27 or more and two checked parts behind dots.</summary>
    private static SecretMatch? GitLab(byte[] text, int start, int end, int at)
    {
        if (Exactly(text, start, end, at, 6, 20, UrlBase64, UrlBase64) is { } token) return token;
        if (AtLeast(text, start, end, at, 6, 27, UrlBase64) is not { } first || !MatchesExactly(text, first.Start + first.Length, end, ".")) return null;
        var length = first.Length;
        for (var parts = 0; parts < 2 && MatchesExactly(text, at + length, end, "."); parts++) length += 1 + Run(text, at + length + 1, end, AlphaNumeric, 32);
        return Token(at, length);
    }

    private static SecretMatch? AzureKey(byte[] text, int start, int end, int anchor)
    {
        var name = anchor - "Account".Length;
        if (name < start || !Matches(text, name, end, "accountkey=")) return null;
        var value = anchor + 4;
        if (Run(text, value, end, Base64, 87) != 86 || !MatchesExactly(text, value + 86, end, "==") || !IsReal(text, value, 86)) return null;
        // What every Azure storage emulator has is no secret.
        return MatchesExactly(text, value, end, "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr") ? null
            : Token(value, 88) with { Kind = "Azure storage" };
    }

    private static SecretMatch Token(int start, int length) => new(start, length, "SLW9014", Severity.Error, "", 6, length);

    /// <summary>Whether only lower-case words follow: <c>your-token-goes-here</c>.</summary>
    private static bool IsWords(byte[] text, int at, int end)
    {
        for (var stop = Math.Min(end, at + Longest); at < stop && Is(text[at], UrlBase64); at++)
        {
            if (text[at] is not ((>= (byte)'a' and <= (byte)'z') or (byte)'-' or (byte)'_')) return false;
        }

        return true;
    }

    private static bool HasDigit(byte[] text, int at, int end)
    {
        for (var stop = Math.Min(end, at + Longest); at < stop && Is(text[at], UrlBase64); at++)
        {
            if (text[at] is >= (byte)'0' and <= (byte)'9') return true;
        }

        return false;
    }
}
