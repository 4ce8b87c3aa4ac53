using Slipway.Specifications;

namespace Slipway.Cli;

/// <summary>The arguments are wrong, or a path among them does not exist or cannot be opened: exit code 2.</summary>
internal sealed class UsageException(SlipwayError error) : Exception(error.Message)
{
    /// <summary>What to tell the user.</summary>
    public SlipwayError Error { get; } = error;
}
