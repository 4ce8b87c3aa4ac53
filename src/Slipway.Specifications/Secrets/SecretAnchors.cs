namespace Slipway.Specifications.Secrets;

/// <summary>The pattern to try at an anchor.</summary>
internal enum SecretPattern : byte
{
    /// <summary>No anchor.</summary>
    None,
    AwsKey,
    AwsSecret,
    PrivateKey,
    PuttyKey,
    GitHub,
    GitHubPersonal,
    GitLab,
    Slack,
    Stripe,
    Google,
    NuGet,
    Npm,
    AzureStorage,
}

/// <summary>
/// The search for the places where a secret can be: four characters that each pattern holds, found in one pass that looks at about every third
/// byte of a clean text (the shift table of Wu and Manber with blocks of two bytes). The anchors are rare in texts on purpose: their last two
/// characters decide how often the search stops.
/// </summary>
internal static class SecretAnchors
{
    private const int Length = 4;
    private const string LowerAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly Dictionary<uint, SecretPattern> Patterns = Make();
    private static readonly byte[] Shifts = ShiftsOf(Patterns.Keys);

    /// <summary>The first anchor at or behind an offset; -1 without one.</summary>
    public static int Next(byte[] text, int from, int end, out SecretPattern pattern)
    {
        var shifts = Shifts;
        var at = from + Length - 1;
        while (at < end)
        {
            var shift = shifts[text[at - 1] | (text[at] << 8)];
            if (shift == 0)
            {
                if (Patterns.TryGetValue(Word(text, at - Length + 1), out pattern)) return at - Length + 1;
                shift = 1;
            }

            at += shift;
        }

        pattern = SecretPattern.None;
        return -1;
    }

    private static uint Word(byte[] text, int at) => text[at] | ((uint)text[at + 1] << 8) | ((uint)text[at + 2] << 16) | ((uint)text[at + 3] << 24);

    private static Dictionary<uint, SecretPattern> Make()
    {
        var anchors = new Dictionary<uint, SecretPattern>();
        Add(SecretPattern.AwsKey, "AKIA", "ASIA");
        Add(SecretPattern.AwsSecret, "secr", "Secr", "SECR");
        Add(SecretPattern.PrivateKey, "PRIV");
        Add(SecretPattern.PuttyKey, "PuTT");
        Add(SecretPattern.GitHub, "ghp_", "gho_", "ghu_", "ghs_", "ghr_");
        Add(SecretPattern.GitHubPersonal, "hub_");
        Add(SecretPattern.GitLab, "glpa");
        Add(SecretPattern.Slack, "xoxa", "xoxb", "xoxp", "xoxr");
        Add(SecretPattern.Stripe, "sk_l");
        Add(SecretPattern.Google, "AIza");
        Add(SecretPattern.NuGet, [.. LowerAndDigits.Select(next => "oy2" + next)]);
        Add(SecretPattern.Npm, "npm_");
        Add(SecretPattern.AzureStorage, "Key=");
        return anchors;

        void Add(SecretPattern pattern, params string[] words)
        {
            foreach (var word in words) anchors.Add(word[0] | ((uint)word[1] << 8) | ((uint)word[2] << 16) | ((uint)word[3] << 24), pattern);
        }
    }

    private static byte[] ShiftsOf(IEnumerable<uint> anchors)
    {
        var shifts = new byte[1 << 16];
        for (var i = 0; i < shifts.Length; i++) shifts[i] = Length - 1;
        foreach (var anchor in anchors)
        {
            for (var i = 0; i < Length - 1; i++)
            {
                var block = (anchor >> (8 * i)) & 0xFFFF;
                shifts[block] = Math.Min(shifts[block], (byte)(Length - 2 - i));
            }
        }

        return shifts;
    }
}
