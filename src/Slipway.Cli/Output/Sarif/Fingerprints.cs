using System.Security.Cryptography;
using System.Text;
using Slipway.Specifications.Findings;

namespace Slipway.Cli.Output.Sarif;

/// <summary>
/// Tells a finding again in a later run, though lines above it came or went: by rule, file and the text of its line, blanks apart, and by which
/// of several such findings it is.
/// </summary>
internal sealed class Fingerprints
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>The fingerprint of the next finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="uri">Its file.</param>
    /// <param name="text">The text of the file; null where it is not at hand.</param>
    public string Of(Finding finding, string uri, string? text)
    {
        var line = text is null ? "" : new LineStarts(text).Line(finding.Range.Line);
        var normal = string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{finding.Rule}\0{uri}\0{normal}")).AsSpan(0, 8));
        _seen[hash] = _seen.GetValueOrDefault(hash) + 1;
        return $"{hash}:{_seen[hash]}";
    }
}
