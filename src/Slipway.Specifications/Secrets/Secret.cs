using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Secrets;

/// <summary>A secret in a file. It never carries the secret itself.</summary>
/// <param name="Rule">The rule that reports it, <c>SLW9011</c>.</param>
/// <param name="Severity">How much it matters in this file.</param>
/// <param name="Kind">What it is: the service that made it, or the name that it is assigned to.</param>
/// <param name="Range">Where it stands; offsets count without a byte order mark.</param>
/// <param name="Fingerprint">SHA-256 of it in lower-case hexadecimal digits.</param>
/// <param name="Prefix">Its first characters, which tell what it is and nothing more; empty where even they would tell something.</param>
public sealed record Secret(string Rule, Severity Severity, string Kind, SourceRange Range, string Fingerprint, string Prefix);
