using System.Text;
using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Secrets;

/// <summary>
/// Finds keys, tokens and passwords in the bytes of a file. Anchors are looked for first, then the published form decides; how random a text looks
/// only confirms a form, it never makes a finding. Time is linear in the length.
/// </summary>
public static class SecretScanner
{
    /// <summary>The longest text that is looked into, in bytes.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>The secrets of a file in the order of their places. Never throws for bad input.</summary>
    /// <param name="content">The undecoded file.</param>
    /// <param name="path">Its path or name, which tells what kind of file it is.</param>
    public static IReadOnlyList<Secret> Scan(byte[] content, string path)
    {
        if (content.Length < 4) return [];
        var name = path.Substring(path.LastIndexOf('/') + 1);
        if (BinaryFiles.HasBinaryName(name)) return OfBinary(content);
        var text = BinaryFiles.AsUtf8(content, out var start);
        if (text is null) return OfBinary(content);
        if (text.Length > MaxBytes) return [];
        var matches = Matches(text, start, name);
        return matches.Count == 0 ? [] : Located(text, start, matches);
    }

    private static List<SecretMatch> Matches(byte[] text, int start, string name)
    {
        var matches = new List<SecretMatch>();
        var end = text.Length;
        for (var at = start; (at = SecretAnchors.Next(text, at, end, out var pattern)) >= 0;)
        {
            if (At(text, start, end, at, pattern) is not { } match)
            {
                at++;
                continue;
            }

            matches.Add(pattern == SecretPattern.Google && IsGenerated(text, match.Start, name) ? match with { Severity = Severity.Warning } : match);
            at = Math.Max(at + 1, match.Start + (pattern == SecretPattern.PuttyKey ? match.SecretLength : match.Length));
        }

        if (ConfigurationSecrets.AppliesTo(name)) matches.AddRange(ConfigurationSecrets.In(text, start, name));
        return matches;
    }

    private static SecretMatch? At(byte[] text, int start, int end, int anchor, SecretPattern pattern) => pattern switch
    {
        SecretPattern.AwsSecret => KeyFormats.AwsSecret(text, start, end, anchor),
        SecretPattern.PrivateKey => KeyFormats.PrivateKey(text, start, end, anchor),
        SecretPattern.PuttyKey => KeyFormats.PuttyKey(text, start, end, anchor),
        _ => TokenFormats.At(text, start, end, anchor, pattern),
    };

    /// <summary>A Google key in what a browser gets is public by design: lock files and minified code.</summary>
    private static bool IsGenerated(byte[] text, int at, string name)
    {
        if (name.IndexOf(".min.", StringComparison.OrdinalIgnoreCase) >= 0 || name.EndsWith(".lock", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("-lock.json", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".lock.json", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".map", StringComparison.OrdinalIgnoreCase)) return true;
        const int LongLine = 500;
        var from = at;
        while (from > 0 && at - from <= LongLine && text[from - 1] != '\n') from--;
        var to = at;
        while (to < text.Length && to - from <= LongLine && text[to] != '\n') to++;
        return to - from > LongLine;
    }

    /// <summary>In what is no text only AWS key ids are looked for, also as assemblies of .NET hold them: two bytes a character.</summary>
    private static List<Secret> OfBinary(byte[] content)
    {
        var secrets = new List<Secret>();
        for (var at = 0; (at = BinaryFiles.Next(content, at)) >= 0; at++)
        {
            var wide = content[at + 1] == 0;
            var text = wide ? BinaryFiles.Narrow(content, at) : BinaryFiles.Around(content, at);
            if (TokenFormats.At(text, 0, text.Length, 1, SecretPattern.AwsKey) is not { } match) continue;
            secrets.Add(new Secret(match.Rule, match.Severity, match.Kind, SourceRange.Start, Fingerprints.Of(text, match.Start, match.SecretLength), "AKIA"));
        }

        return secrets;
    }

    private static List<Secret> Located(byte[] text, int start, List<SecretMatch> matches)
    {
        matches.Sort((left, right) => left.Start.CompareTo(right.Start));
        var places = new BytePlaces(text, start);
        var secrets = new List<Secret>(matches.Count);
        var last = start;
        foreach (var match in matches)
        {
            // A token that is the password of a configuration file is one secret.
            if (match.Start < last) continue;
            last = match.Start + match.Length;
            var range = places.Range(match.Start, match.Length);
            var prefix = Encoding.ASCII.GetString(text, match.Start, match.Shown);
            secrets.Add(new Secret(match.Rule, match.Severity, match.Kind, range, Fingerprints.Of(text, match.Start, match.SecretLength), prefix));
        }

        return secrets;
    }
}
