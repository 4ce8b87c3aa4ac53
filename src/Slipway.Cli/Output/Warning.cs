using Slipway.Specifications;

namespace Slipway.Cli.Output;

/// <summary>Something to know that stops nothing, in the canonical form.</summary>
internal static class Warning
{
    public static string Of(SlipwayError error) => error.ToString().Replace($": error {error.Code}:", $": warning {error.Code}:", StringComparison.Ordinal);
}
