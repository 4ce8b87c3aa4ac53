using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Secrets;

/// <summary>A match in the bytes of a text, before its place is known.</summary>
/// <param name="Start">The first byte that is marked.</param>
/// <param name="Length">The number of bytes that are marked.</param>
/// <param name="Rule">The rule that reports it.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Shown">How many of its characters may be shown.</param>
/// <param name="SecretLength">The bytes from <paramref name="Start"/> on that are the secret; more than are marked where only a header is.</param>
internal readonly record struct SecretMatch(int Start, int Length, string Rule, Severity Severity, string Kind, int Shown, int SecretLength);
