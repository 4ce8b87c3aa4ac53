namespace Slipway.Specifications.Resolving;

/// <summary>The property <c>SlipwayTokens</c>: names of placeholders that something behind the build replaces.</summary>
public static class PlaceholderTokens
{
    /// <summary>The property's name.</summary>
    public const string Property = "SlipwayTokens";

    private static readonly char[] Separators = [';', ' ', ',', '\n', '\r'];

    /// <summary>The names in a value of the property; none for null.</summary>
    public static IReadOnlyCollection<string> Parse(string? value) => value?.Split(Separators, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
