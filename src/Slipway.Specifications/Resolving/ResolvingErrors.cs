namespace Slipway.Specifications.Resolving;

/// <summary>The rules that speak for the resolver.</summary>
internal static class ResolvingErrors
{
    /// <summary>A placeholder has no value.</summary>
    public const string NoValue = "SLW1024";

    /// <summary>A pattern cannot be read or matches nothing.</summary>
    public const string NoMatch = "SLW2015";

    /// <summary>An exclude excludes nothing.</summary>
    public const string NothingExcluded = "SLW2016";

    /// <summary>Arguments cannot be passed.</summary>
    public const string BadArguments = "SLW4012";
}
