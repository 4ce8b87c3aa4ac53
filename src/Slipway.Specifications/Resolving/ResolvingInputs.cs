using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Resolving;

/// <summary>What an appspec is resolved with.</summary>
public sealed record ResolvingInputs
{
    /// <summary>The values of properties by name, in any case; null where they are not known, as while somebody types: then nothing is replaced.</summary>
    public IReadOnlyDictionary<string, string>? Properties { get; init; }

    /// <summary>All that is in the revision, asked for when something depends on it; null where that is not known: then no pattern is expanded.</summary>
    public Func<IReadOnlyList<RevisionItem>>? Revision { get; init; }

    /// <summary>Names that something else replaces later (<c>SlipwayTokens</c>): their <c>$(NAME)</c> stays.</summary>
    public IReadOnlyCollection<string> Tokens { get; init; } = [];

    /// <summary>More names that exist, to suggest where one is misspelt; asked for only then.</summary>
    public Func<IEnumerable<string>> OtherNames { get; init; } = () => [];

    /// <summary>How a property is set here, for messages; <c>{0}</c> is its name.</summary>
    public string HowToSet { get; init; } = "in the project or on the command line (-p:{0}=VALUE)";
}
